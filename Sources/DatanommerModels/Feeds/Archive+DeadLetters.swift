// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import SQL

extension Archive {
    /// What backends will never take, by feed and position.
    ///
    /// - Parameters:
    ///   - feed: of this feed alone.
    ///   - position: behind this position, for pages.
    ///   - isAgain: only what is to be delivered once more, or is not.
    /// - Throws: `DatabaseError`.
    package func deadLetters(
        of feed: String? = nil, after position: Int64 = .min, isAgain: Bool? = nil, limit: Int = 1_000
    ) async throws -> [DeadLetter] {
        var conditions: [SQL] = ["position > \(position)"]
        if let feed { conditions.append("feed = \(feed)") }
        if let isAgain { conditions.append("again = \(isAgain)") }
        let statement = DeadLetterTable.list(where: conditions.joined(separator: " AND "), limit: limit)
        return try await database.withConnection { try $0.execute(statement) }.map { try DeadLetter(row: $0) }
    }

    /// How many dead letters each feed has.
    ///
    /// - Throws: `DatabaseError`.
    package func deadLetterCounts() async throws -> [String: Int64] {
        let rows = try await database.withConnection { try $0.execute(DeadLetterTable.counts) }
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text(0), try $0.integer(1)) })
    }

    /// Drops dead letters of a feed, all without positions; how many there were.
    ///
    /// - Throws: `DatabaseError`.
    package func dropDeadLetters(of feed: String, positions: [Int64]? = nil) async throws -> Int {
        let statement = DeadLetterTable.remove(of: feed, positions: positions, dialect)
        return try await database.withConnection { try $0.execute(statement) }.count
    }

    /// Has dead letters of a feed delivered once more, all without positions; how many there are.
    ///
    /// - Throws: `DatabaseError`.
    package func deliverDeadLettersAgain(of feed: String, positions: [Int64]? = nil) async throws -> Int {
        let statement = DeadLetterTable.deliverAgain(of: feed, positions: positions, dialect)
        return try await database.transaction { connection in
            let letters = try connection.execute(statement).count
            if letters > 0 { try connection.execute(BookmarkTable.letters(feed, again: true)) }
            return letters
        }
    }

    /// Dead letters were delivered once more: what was taken goes, what was refused stays with the new reason.
    ///
    /// - Throws: `DatabaseError`.
    package func settle(
        deadLetters positions: [Int64], refused: [BookmarkMove.Refused], of feed: String
    ) async throws {
        let taken = DeadLetterTable.remove(of: feed, positions: positions, dialect)
        try await database.transaction { connection in
            try connection.execute(taken)
            try connection.add(refused, of: feed, at: .now)
        }
    }

    /// The dead letters of a feed that are to be delivered once more, some at a time; where there are none left that is
    /// written down.
    ///
    /// - Throws: `DatabaseError`.
    package func deadLettersToDeliver(of feed: String, limit: Int) async throws -> [DeadLetter] {
        let statement = DeadLetterTable.list(where: "feed = \(feed) AND again = \(true)", limit: limit)
        return try await database.transaction { connection in
            let letters = try connection.execute(statement).map { try DeadLetter(row: $0) }
            if letters.isEmpty { try connection.execute(BookmarkTable.letters(feed, again: false)) }
            return letters
        }
    }
}
