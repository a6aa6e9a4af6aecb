// SPDX-License-Identifier: Apache-2.0

package import Flow
package import SQL

extension Archive {
    /// All bookmarks, by name; those of feeds that are not configured any more among them.
    ///
    /// - Throws: `DatabaseError`.
    package func bookmarks() async throws -> [Bookmark] {
        try await database.withConnection { try $0.execute(BookmarkTable.all) }.map { try Bookmark(row: $0) }
    }

    /// A feed's bookmark; nil if there is none.
    ///
    /// - Throws: `DatabaseError`.
    package func bookmark(of feed: String) async throws -> Bookmark? {
        let rows = try await database.withConnection { try $0.execute(BookmarkTable.named(feed)) }
        return try rows.first.map { try Bookmark(row: $0) }
    }

    /// Begins feeds that are not known yet, each at its place; those that are known stay where they are.
    ///
    /// - Throws: `DatabaseError`.
    package func begin(_ feeds: [(name: String, start: FeedPlace)]) async throws {
        guard !feeds.isEmpty else { return }
        try await database.transaction { connection in
            let known = Set(try connection.execute(BookmarkTable.all).map { try $0.text(0) })
            for feed in feeds where !known.contains(feed.name) {
                let position = try feed.start.position(on: connection)
                try connection.execute(BookmarkTable.begin(feed.name, at: position, now: .now))
            }
        }
    }

    /// Puts a bookmark somewhere; a daemon that runs the feed notices soon. False if there is none.
    ///
    /// - Throws: `DatabaseError`.
    package func place(_ feed: String, at place: FeedPlace) async throws -> Bool {
        try await database.transaction { connection in
            let position = try place.position(on: connection)
            return try !connection.execute(BookmarkTable.place(feed, at: position, now: .now)).isEmpty
        }
    }

    /// Tells a feed to do nothing, or to go on. False if there is no such bookmark.
    ///
    /// - Throws: `DatabaseError`.
    package func pause(_ feed: String, _ isPaused: Bool) async throws -> Bool {
        try await !database.withConnection { try $0.execute(BookmarkTable.pause(feed, isPaused)) }.isEmpty
    }

    /// Takes a bookmark away with its dead letters: the feed begins anew. False if there is none.
    ///
    /// - Throws: `DatabaseError`.
    package func forget(_ feed: String) async throws -> Bool {
        try await database.transaction { connection in
            try connection.execute(DeadLetterTable.remove(of: feed, positions: nil, connection.dialect))
            return try !connection.execute(BookmarkTable.remove(feed)).isEmpty
        }
    }

    /// Moves a bookmark, and sets aside what was refused, in one transaction. False when the key does not hold any more.
    ///
    /// - Throws: `DatabaseError`.
    package func move(_ key: BookmarkKey, _ move: BookmarkMove) async throws -> Bool {
        try await database.transaction { try $0.move(key, move) }
    }
}

extension Connection {
    /// Moves a bookmark, and sets aside what was refused, in the caller's transaction. False when the key does not hold any
    /// more: then the transaction is to be rolled back.
    ///
    /// - Throws: `DatabaseError`.
    package func move(_ key: BookmarkKey, _ move: BookmarkMove) throws(DatabaseError) -> Bool {
        let now = Timestamp.now
        let values: [SQLValue] = [
            .integer(move.position), .integer(Int64(move.delivered)), .integer(Int64(move.refused.count)),
            .timestamp(now),
        ]
        guard try execute(BookmarkTable.move, forEach: [key.values + values]).first?.isEmpty == false else {
            return false
        }
        try add(move.refused, of: key.feed, at: now)
        return true
    }

    /// Keeps what was refused; what is there already gets the new reason.
    func add(_ refused: [BookmarkMove.Refused], of feed: String, at now: Timestamp) throws(DatabaseError) {
        guard !refused.isEmpty else { return }
        let rows: [[SQLValue]] = refused.map { letter in
            [.text(feed), .integer(letter.position), .text(letter.id), .text(letter.reason), .timestamp(now)]
        }
        try execute(DeadLetterTable.add, forEach: rows)
    }
}
