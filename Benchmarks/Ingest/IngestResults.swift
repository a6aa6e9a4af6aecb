// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL

/// What each way came to, and the tables that tell it.
struct IngestResults {
    enum Way: Hashable {
        case limit, limitInBatches, daemon
        case append(Int)
        case original(PythonOriginal.Line)
    }

    private var ways: [Way] = []
    private var figures: [Way: [Figures]] = [:]
    /// Bytes of database for a message.
    private var sizes: [Way: Double] = [:]

    mutating func add(_ way: Way, _ figures: Figures) {
        if self.figures[way] == nil { ways.append(way) }
        self.figures[way, default: []].append(figures)
    }

    /// Looks how much room the messages take, once a way.
    mutating func note(_ way: Way, _ archive: ScratchArchive, messages: Int) async throws {
        guard !knowsSize(of: way) else { return }
        sizes[way] = Double(try await archive.bytesOnDisk()) / Double(messages)
    }

    func knowsSize(of way: Way) -> Bool { sizes[way] != nil }

    func tell(_ engine: Engine, messages: Int, bytes: Int, _ rounds: Int, _ batch: Int) {
        let size = (Double(bytes) / Double(messages)).whole
        MarkdownTable.begin(
            "Bus → \(engine.title), durable: \(messages) messages of \(size) bytes, medians of \(rounds) turns",
            [
                "way", "messages/s", "of the limit in batches", "of the limit at once", "× the original",
                "client µs", "server µs", "peak MiB",
            ])
        for way in ways { MarkdownTable.row([name(of: way, engine, batch)] + cells(of: way)) }
        MarkdownTable.begin(
            "Room on disk, \(engine.title)", ["what", "bytes a message", "of the original's"])
        let originals = sizes.filter { if case .original = $0.key { true } else { false } }.map(\.value)
        for way in ways {
            guard let size = sizes[way] else { continue }
            let ratios = way == .daemon ? originals.sorted().map { (size / $0).figure } : []
            MarkdownTable.row([name(of: way, engine, batch), size.whole, ratios.joined(separator: ", ")])
        }
    }

    /// Of two lines of the original the faster one counts.
    private func cells(of way: Way) -> [String] {
        let turns = figures[way] ?? []
        let limits = [Way.limitInBatches, .limit].map { limit in
            // Turn by turn: what disturbs one turn disturbs its limit too.
            zip(turns, figures[limit] ?? []).map { $0.perSecond / $1.perSecond }.median.figure
        }
        let originals = PythonOriginal.Line.allCases.compactMap { figures[.original($0)]?.perSecond }
        let ratio = originals.max().map { turns.perSecond / $0 } ?? .nan
        return [turns.perSecond.whole] + limits + [
            ratio.figure, turns.client.figure, turns.server.figure, turns.peakMiB.figure,
        ]
    }

    private func name(of way: Way, _ engine: Engine, _ batch: Int) -> String {
        let raw = engine == .postgresql ? "raw COPY (psql)" : "raw prepared inserts"
        return switch way {
        case .limit: "\(raw), one transaction"
        case .limitInBatches: "\(raw), \(batch) messages a transaction"
        case .daemon: "datanommer-consumer, from the bus"
        case .append(let size): "Archive.append alone, \(size) a batch"
        case .original(let line): "the Python original \(line.rawValue), one commit a message"
        }
    }
}

extension ScratchArchive {
    /// What its tables and indexes take on disk, tidied up.
    func bytesOnDisk() async throws -> Int64 {
        let database = Database(try DatabaseURL(url))
        defer { database.close() }
        return try await database.withConnection { connection in
            try connection.run(script: "VACUUM")
            let question: SQL =
                switch connection.dialect {
                case .sqlite: "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
                case .postgresql:
                    """
                    SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
                    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'm')
                    """
                }
            return try connection.execute(question)[0].integer(0)
        }
    }
}
