// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Bus
import DatanommerModels
import DatanommerTesting
import Settings

/// How fast messages get from the bus into the database, beside the database's own limit and the Python original.
struct IngestBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ingest",
        abstract: "Storing, from the bus to the commit, beside raw COPY or inserts and the original.")

    @OptionGroup var traffic: TrafficOptions

    @Option(help: "How many messages a turn stores.")
    var messages = 20_000

    @Option(help: "How many the Python original stores; 0 leaves it out.")
    var originalMessages = 1_000

    @Option(help: "How many turns each way has.")
    var rounds = 5

    @Option(help: "How many messages a transaction of the limit has; the daemon's own as it comes.")
    var batch = Settings().intake.batchMessages

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    func run() async throws {
        try Machine.tell()
        let said = try traffic.messages(messages, span: .seconds(3_600))
        let ways = IngestWays(
            said: said, decoded: try AppendRun.decoded(said), originalMessages: originalMessages, batch: batch)
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { stores in
                var results = IngestResults()
                let originals = originalMessages > 0 ? PythonOriginal.all(for: engine) : []
                for round in 1...rounds {
                    Progress.say("\(engine.title), turn \(round) of \(rounds)")
                    try await ways.turn(on: stores, originals, &results)
                }
                results.tell(engine, messages: messages, bytes: said.reduce(0) { $0 + $1.body.count }, rounds, batch)
            }
        }
    }
}

extension Engine: ExpressibleByArgument {}
