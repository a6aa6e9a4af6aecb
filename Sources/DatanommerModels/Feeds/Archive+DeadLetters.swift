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
        return try await database.withConnection { try $0.execute(statement) }.count
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
}
