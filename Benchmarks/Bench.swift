// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Measures beside the limit, in one run: `make bench`.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, side by side with the limit, in one run.",
        subcommands: [
            ReceiveBench.self, IngestBench.self, SpoolBench.self, SignatureBench.self, FloodBench.self,
            PublishCommand.self,
        ])

    /// All of them.
    func run() async throws {
        try await ReceiveBench.parse([]).run()
        try await IngestBench.parse([]).run()
        try await SpoolBench.parse([]).run()
        try SignatureBench.parse([]).run()
        print("")
        try await FloodBench.parse([]).run()
    }
}
