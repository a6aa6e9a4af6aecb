// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting

/// What each way came to, and the tables that tell it.
struct IngestResults {
    enum Way: Hashable {
        case daemon
        /// So many messages a transaction; nil: all.
        case limit(Int?)
        case append(Int)
        case original(PythonOriginal.Line)
    }

    private var ways: [Way] = []
    private var figures: [Way: [Figures]] = [:]

    mutating func add(_ way: Way, _ figures: Figures) {
        if self.figures[way] == nil { ways.append(way) }
        self.figures[way, default: []].append(figures)
    }

    func tell(_ engine: Engine, messages: Int, bytes: Int, _ rounds: Int, _ batch: Int) {
        let size = (Double(bytes) / Double(messages)).whole
        MarkdownTable.begin(
            "Bus → \(engine.title), durable: \(messages) messages of \(size) bytes, medians of \(rounds) turns",
            [
                "way", "messages/s", "of the limit in batches", "of the limit at once", "× the original",
                "client µs", "server µs", "peak MiB",
            ])
        for way in ways { MarkdownTable.row([name(of: way, engine)] + cells(of: way, batch)) }
        Target.begin()
        let limit = engine == .postgresql ? "raw COPY" : "raw prepared inserts"
        Target.tell(
            "bus → \(engine.title) of \(limit), \(batch) messages a transaction", ratio(.daemon, to: .limit(batch)),
            atLeast: 0.6)
        Target.tell("bus → \(engine.title), times the Python original", timesOriginal(.daemon), atLeast: 40)
    }

    private func cells(of way: Way, _ batch: Int) -> [String] {
        let turns = figures[way] ?? []
        let ratios = [ratio(way, to: .limit(batch)), ratio(way, to: .limit(nil)), timesOriginal(way)].map(\.figure)
        return [turns.perSecond.whole] + ratios + [turns.client.figure, turns.server.figure, turns.peakMiB.figure]
    }

    /// Turn by turn: what disturbs a way disturbs its limit too.
    private func ratio(_ way: Way, to limit: Way) -> Double {
        zip(figures[way] ?? [], figures[limit] ?? []).map { $0.perSecond / $1.perSecond }.median
    }

    /// Of two lines of the original the faster one counts.
    private func timesOriginal(_ way: Way) -> Double {
        PythonOriginal.Line.allCases.map { ratio(way, to: .original($0)) }.filter(\.isFinite).min() ?? .nan
    }

    private func name(of way: Way, _ engine: Engine) -> String {
        let raw = engine == .postgresql ? "raw COPY (psql)" : "raw prepared inserts"
        return switch way {
        case .limit(nil): "\(raw), one transaction"
        case .limit(let size?): "\(raw), \(size) messages a transaction"
        case .daemon: "datanommer-consumer, from the bus"
        case .append(let size): "Archive.append alone, \(size) a batch"
        case .original(let line): "the Python original \(line.rawValue), one commit a message"
        }
    }
}
