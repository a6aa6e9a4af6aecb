// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting

/// How large archives are made.
struct SizeOptions: ParsableArguments {
    @Option(help: "How many messages the largest archive has; the smallest has 10,000, each next one ten times more.")
    var messages = 100_000

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    @Option(help: "The seed of the messages.")
    var seed: UInt64 = 1

    private var sizes: [Int] {
        Array(sequence(first: 10_000) { $0 * 10 }.prefix { $0 < messages }) + [messages]
    }

    /// Lends, engine by engine, an archive of each size.
    func eachEngine(_ body: (Stores, [GrownArchive]) async throws -> Void) async throws {
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { stores in
                try await GrownArchive.with(sizes, on: stores, seed: seed) { try await body(stores, $0) }
            }
        }
    }
}
