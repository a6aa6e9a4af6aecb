// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// How long a feed is kept from other daemons after the one that runs it was last heard of.
    package static let lease = Duration.seconds(30)

    /// Writes down what is new of some feeds, all in one transaction, and tells how all feeds are and where the journal ends.
    ///
    /// Where there is nothing to write nothing is written.
    ///
    /// - Throws: `DatabaseError`.
    package func sync(_ news: BookmarkNews, by holder: String) async throws -> (bookmarks: [Bookmark], newest: Int64) {
        try await database.withConnection { connection in
            if !news.isEmpty { try connection.transaction { try connection.write(news, by: holder) } }
            // In this order: what the bookmarks are past is not behind the end.
            let rows = try connection.execute(BookmarkTable.all)
            let newest = try connection.execute(MessageTable.newestPosition).first?.integer(0) ?? 0
            return (try rows.map { try Bookmark(row: $0) }, newest)
        }
    }

    /// Lets feeds go, so that another daemon may run them at once.
    ///
    /// - Throws: `DatabaseError`.
    package func release(_ feeds: [String], by holder: String) async throws {
        let statement = BookmarkTable.release(feeds, by: holder, dialect)
        _ = try await database.withConnection { try $0.execute(statement) }
    }
}

extension BookmarkNews {
    fileprivate var isEmpty: Bool { passed.isEmpty && errors.isEmpty && held == nil }
}

extension Connection {
    fileprivate func write(_ news: BookmarkNews, by holder: String) throws(DatabaseError) {
        if let feeds = news.held {
            try execute(BookmarkTable.hold(feeds, by: holder, for: Archive.lease, dialect))
        }
        // In one order, as all who write several.
        let passed = news.passed.sorted { $0.key.feed < $1.key.feed }
        if !passed.isEmpty {
            try execute(BookmarkTable.pass, forEach: passed.map { $0.key.values + [.integer($0.value)] })
        }
        let errors = news.errors.sorted { $0.key.feed < $1.key.feed }
        if !errors.isEmpty {
            try execute(
                BookmarkTable.fail,
                forEach: errors.map { $0.key.values + [.text($0.value.error), .timestamp($0.value.at)] })
        }
    }
}
