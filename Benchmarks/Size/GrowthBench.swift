// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting

/// How fast a large archive takes more, beside a small one.
struct GrowthBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "growth", abstract: "Storing more from the bus, in a small archive and in a large one.")

    @OptionGroup var size: SizeOptions

    @Option(help: "How many messages a turn adds.")
    var added = 20_000

    @Option(help: "How many turns each archive has.")
    var rounds = 5

    func run() async throws {
        try Machine.tell()
        try await size.eachEngine { try await tell($0, $1) }
    }

    func tell(_ stores: Stores, _ archives: [GrownArchive]) async throws {
        var turns = archives.map { _ in [Figures]() }
        for round in 1...rounds {
            Progress.say("\(stores.engine.title): growing, turn \(round) of \(rounds)")
            // What is said now: another seed makes other identities.
            let said = Traffic(added, seed: size.seed &+ UInt64(round), span: .seconds(600))
            let run = DaemonRun(stores: stores, messages: Array(IteratorSequence(said)))
            for (place, grown) in archives.enumerated() { turns[place].append(try await run.measure(grown.archive)) }
        }
        MarkdownTable.begin(
            "\(added) messages more from the bus, \(stores.engine.title), medians of \(rounds) turns",
            ["stored at the beginning", "messages/s", "of the smallest's", "client µs", "server µs", "peak MiB"])
        for (grown, figures) in zip(archives, turns) {
            let ratio = zip(figures, turns[0]).map { $0.perSecond / $1.perSecond }.median
            MarkdownTable.row([
                Double(grown.messages).whole, figures.perSecond.whole, ratio.figure, figures.client.figure,
                figures.server.figure, figures.peakMiB.figure,
            ])
        }
        guard let (largest, smallest) = turns.last.map({ ($0, turns[0]) }) else { return }
        let ratio = zip(largest, smallest).map { $0.perSecond / $1.perSecond }.median
        Target.begin()
        Target.tell("ingest into the largest of the smallest, \(stores.engine.title)", ratio, atLeast: 0.9)
    }
}
