// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import SQL

extension Archive {
    /// Has a stretch of the journal delivered once more by a feed, without moving its bookmark, in place of another stretch
    /// that waits; the stretch, or nil if there is no such feed.
    ///
    /// - Parameters:
    ///   - start: behind this place.
    ///   - end: up to this place, but not beyond what is there now.
    /// - Throws: `DatabaseError`.
    package func deliverAgain(_ feed: String, from start: FeedPlace, to end: FeedPlace) async throws
        -> (after: Int64, upTo: Int64)?
    {
        try await database.transaction { connection in
            let first = try start.position(on: connection)
            let last = min(try end.position(on: connection), try FeedPlace.now.position(on: connection))
            let rows = try connection.execute(BookmarkTable.again(feed, after: first, upTo: max(first, last)))
            return rows.isEmpty ? nil : (first, max(first, last))
        }
    }

    /// Part of such a stretch was delivered. False when another stretch was asked for meanwhile, or another daemon runs the
    /// feed.
    ///
    /// - Throws: `DatabaseError`.
    package func moveAgain(_ key: BookmarkKey, _ move: BookmarkMove, of again: Bookmark.Again) async throws -> Bool {
        let statement = BookmarkTable.moveAgain(
            key, to: move.position, end: again.end, delivered: move.delivered, refused: move.refused.count)
        return try await database.transaction { connection in
            guard try !connection.execute(statement).isEmpty else { return false }
            try connection.add(move.refused, of: key.feed, at: .now)
            return true
        }
    }
}
