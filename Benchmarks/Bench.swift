// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Measures beside the limit, in one run: `make bench`.
@main struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure, side by side with the limit, in one run.",
        subcommands: [
            EveryBench.self, ReceiveBench.self, IngestBench.self, RoomBench.self, SpoolBench.self, QuestionBench.self,
            DumpBench.self, FeedsBench.self, IdleFeedsBench.self, SQLFeedBench.self, GrowthBench.self, SaltBench.self,
            TagsBench.self, SignatureBench.self, FloodBench.self, PublishCommand.self,
        ], defaultSubcommand: EveryBench.self)
}

/// All of them, with archives of 10,000 and 100,000 messages; or one million, as slow as that is.
struct EveryBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "all", abstract: "All parts, one after the other.")

    @Flag(help: "With archives of a million messages too.")
    var full = false

    func run() async throws {
        try await ReceiveBench.parse([]).run()
        try await IngestBench.parse([]).run()
        try await RoomBench.parse([]).run()
        try await SpoolBench.parse([]).run()
        try await FeedsBench.parse([]).run()
        try await IdleFeedsBench.parse([]).run()
        try await SQLFeedBench.parse([]).run()
        let size = ["--messages", full ? "1000000" : "100000"]
        let (questions, dump) = (try QuestionBench.parse(size), try DumpBench.parse(size))
        let growth = try GrowthBench.parse(size)
        try questions.tellStart()
        try await questions.size.eachEngine { stores, archives in
            try questions.tell(stores, archives)
            for grown in archives.suffix(1) { try dump.tell(stores, grown) }
            try await growth.tell(stores, archives)
        }
        print("")
        try SignatureBench.parse([]).run()
        print("")
        try await FloodBench.parse([]).run()
        try SaltBench.parse([]).run()
    }
}
