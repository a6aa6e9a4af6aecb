// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// What feeds cost: finding out which of many take a record, and delivering rows.
struct FeedsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "feeds", abstract: "Selecting for thousands of feeds, and delivering rows in batches.")

    @Option(help: "How many selections there are at most.")
    var selections = 10_000

    @Option(help: "How many records a turn delivers.")
    var records = 20_000

    @Option(help: "How many records a batch has.")
    var batch = 100

    @Option(help: "How many turns each way has.")
    var rounds = 5

    func run() async throws {
        try Machine.tell()
        try SelectionRun.tell(atMost: selections, rounds: rounds)
        try await DeliveryRun(records: records, batch: batch, rounds: rounds).tell()
    }
}
