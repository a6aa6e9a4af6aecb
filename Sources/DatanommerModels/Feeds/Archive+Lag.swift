// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// How far a bookmark is behind the end of the journal.
    ///
    /// - Throws: `DatabaseError`.
    package func lag(behind position: Int64) async throws -> FeedLag {
        let limit = Self.countedAtMost
        return try await database.withConnection { connection in
            let counted = try connection.execute(MessageTable.count(after: position, limit: limit + 1)).first?.integer(
                0)
            let since = try connection.execute(MessageTable.firstTime(after: position)).first?.timestamp(0)
            if let counted, counted <= limit { return FeedLag(messages: counted, isExact: true, since: since) }
            let newest = try connection.execute(MessageTable.newestPosition).first?.integer(0) ?? position
            return FeedLag(messages: newest - position, isExact: false, since: since)
        }
    }

    /// Some ten milliseconds.
    private static let countedAtMost = 100_000
}
