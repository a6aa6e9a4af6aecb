// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerTesting

/// A whole dump, beside the engine's own way to read out the same rows.
struct DumpBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dump", abstract: "A dump of everything, beside psql's COPY TO STDOUT and sqlite3.")

    @OptionGroup var size: SizeOptions

    @Option(help: "How many turns each way has.")
    var rounds = 3

    func run() async throws {
        try Machine.tell()
        try await size.eachEngine { stores, archives in
            for grown in archives.suffix(1) { try tell(stores, grown) }
        }
    }

    func tell(_ stores: Stores, _ grown: GrownArchive) throws {
        let ways = try ways(stores, grown.archive)
        Progress.say("\(stores.engine.title): dumping \(grown.messages) messages")
        var times = ways.map { _ in [TimedProgram]() }
        for _ in 0..<rounds {
            for (place, way) in ways.enumerated() { times[place].append(try way.run.timed()) }
        }
        MarkdownTable.begin(
            "Dump of \(Double(grown.messages).whole) messages, \(stores.engine.title), to /dev/null, medians of "
                + "\(rounds) turns",
            ["way", "messages/s", "of the same rows in order", "client µs", "peak MiB"])
        var found: [(ratio: Double, peak: Double)] = []
        for (place, way) in ways.enumerated() {
            let rates = times[place].map { Double(grown.messages) / $0.elapsed.seconds }
            let ratio = zip(times[0], times[place]).map { $0.elapsed / $1.elapsed }.median
            let cost = times[place].map { $0.processorTime / .microseconds(grown.messages) }.median
            let peak = try way.run.peakMiB()
            MarkdownTable.row([way.title, rates.median.whole, ratio.figure, cost.figure, peak.figure])
            found.append((ratio, peak))
        }
        Target.begin()
        let reader = stores.engine == .postgresql ? "psql's COPY" : "sqlite3"
        Target.tell("dump from \(stores.engine.title) of \(reader)", found[2].ratio, atLeast: 0.6)
        Target.tell("dump from \(stores.engine.title), memory", found[2].peak, atMost: 64, " MiB")
    }

    private func ways(_ stores: Stores, _ archive: ScratchArchive) throws -> [(title: String, run: ProgramRun)] {
        let dump = { (format: String) in
            ProgramRun(words: try archive.words("dump", ["--format", format]))
        }
        let limits: [(String, ProgramRun)] =
            switch stores.engine {
            case .postgresql:
                [
                    ("psql, COPY of the same rows in order", try psql(archive, "(\(Self.rows))")),
                    ("psql, COPY of the bare table", try psql(archive, "(SELECT * FROM messages)")),
                ]
            case .sqlite:
                [
                    ("sqlite3, the same rows in order", sqlite3(archive, Self.rows)),
                    ("sqlite3, the bare table", sqlite3(archive, "SELECT * FROM messages")),
                ]
            }
        return try limits + [
            ("datanommer-dump --format ndjson", dump("ndjson")), ("datanommer-dump --format json", dump("json")),
        ]
    }

    /// What a dump is made of.
    private static let rows = """
        SELECT m.*, topics.name, categories.name, certificates.name, sources.name, sources.version
        FROM messages AS m
            JOIN topics ON topics.id = m.topic_id
            JOIN categories ON categories.id = m.category_id
            JOIN sources ON sources.id = m.source_id
            LEFT JOIN certificates ON certificates.id = m.certificate_id
        ORDER BY m.timestamp, m.id
        """

    private func psql(_ archive: ScratchArchive, _ rows: String) throws -> ProgramRun {
        ProgramRun(words: [try ScratchCluster.psqlPath(), "-X", "-q", "-c", "COPY \(rows) TO STDOUT", archive.url])
    }

    private func sqlite3(_ archive: ScratchArchive, _ rows: String) -> ProgramRun {
        ProgramRun(words: ["sqlite3", "-readonly", archive.sqlitePath, rows])
    }
}
