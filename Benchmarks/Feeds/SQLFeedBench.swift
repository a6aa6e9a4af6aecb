// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting
import Settings

/// Whether a feed that writes each message into a table keeps up with what is stored, beside the database's own limit.
struct SQLFeedBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sql-feed",
        abstract: "Storing and a feed of rows beside it, live and catching up, beside raw COPY or inserts.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages a turn stores and delivers.")
    var messages = 20_000

    @Option(help: "How many turns each way has.")
    var rounds = 5

    @Option(help: "How many messages a transaction of the limit has.")
    var batch = Settings().intake.batchMessages

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    func run() async throws {
        try Machine.tell()
        let said = try traffic.messages(messages, span: .seconds(3_600))
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { stores in
                let turn = SQLFeedTurn(stores: stores, said: said, batch: batch)
                var results = SQLFeedResults()
                for round in 1...rounds {
                    Progress.say("\(engine.title), turn \(round) of \(rounds)")
                    try await turn.take(&results)
                }
                results.tell(engine, messages: messages, rounds, batch)
            }
        }
    }
}
