// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting

/// What each way of a feed of rows came to, and the table that tells it.
struct SQLFeedResults {
    /// Where the feed's table is.
    enum Place: String, CaseIterable {
        case own = "the archive's own database"
        case other = "another database"
    }

    enum Way: Hashable {
        case limit
        /// No feed.
        case stored
        case live(Place)
        case caughtUp(Place)

        static let all = [limit, stored] + Place.allCases.map { live($0) } + Place.allCases.map { caughtUp($0) }
    }

    private var figures: [Way: [Figures]] = [:]

    mutating func add(_ way: Way, _ figures: Figures) {
        self.figures[way, default: []].append(figures)
    }

    func tell(_ engine: Engine, messages: Int, _ rounds: Int, _ batch: Int) {
        let limit = engine == .postgresql ? "raw COPY (psql)" : "raw prepared inserts"
        MarkdownTable.begin(
            "\(engine.title), durable: a feed of rows, \(messages) messages, medians of \(rounds) turns",
            ["way", "messages/s", "of the limit", "of no feed", "client µs", "server µs", "peak MiB"])
        for way in Way.all {
            let turns = figures[way] ?? []
            MarkdownTable.row([
                Self.name(of: way, "\(limit) of the archive's rows, \(batch) messages a transaction"),
                turns.perSecond.whole, ratio(way, to: .limit).figure, ratio(way, to: .stored).figure,
                turns.client.figure, turns.server.figure,
                turns.peakMiB.figure,
            ])
        }
        Target.begin()
        for way in [Way.live(.own), .caughtUp(.own)] {
            Target.tell("\(Self.name(of: way, "")), of \(limit)", ratio(way, to: .limit), atLeast: 0.5)
        }
    }

    /// Turn by turn: what disturbs a way disturbs the other too.
    private func ratio(_ way: Way, to other: Way) -> Double {
        zip(figures[way] ?? [], figures[other] ?? []).map { $0.perSecond / $1.perSecond }.median
    }

    private static func name(of way: Way, _ limit: String) -> String {
        switch way {
        case .limit: limit
        case .stored: "from the bus into the archive, no feed"
        case .live(let place): "from the bus through the archive into \(place.rawValue)"
        case .caughtUp(let place): "catching up, into \(place.rawValue)"
        }
    }
}
