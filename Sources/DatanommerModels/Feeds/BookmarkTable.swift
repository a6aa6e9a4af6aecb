// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import SQL

/// The statements on the feeds' bookmarks.
enum BookmarkTable {
    private static let columns: SQL = """
        feed, journal, position, generation, paused, delivered, refused, expired, changed_at, error, failed_at, holder,
            held_until, again_from, again_to, again_letters
        """

    /// All of them, by name.
    static let all: SQL = "SELECT \(columns) FROM bookmarks ORDER BY feed"

    /// That of a feed.
    static func named(_ feed: String) -> SQL { "SELECT \(columns) FROM bookmarks WHERE feed = \(feed)" }

    /// Begins a feed that is not known yet; a known one stays where it is. Its first generation is the time, so that one that
    /// was forgotten is not taken for itself.
    static func begin(_ feed: String, at position: Int64, now: Timestamp) -> SQL {
        """
        INSERT INTO bookmarks (feed, journal, position, generation, changed_at)
        VALUES (\(feed), \(MessageTable.journal), \(position), \(now.microseconds), \(now)) ON CONFLICT (feed) DO NOTHING RETURNING feed
        """
    }

    /// Moves a bookmark, unless somebody put it elsewhere or another daemon runs the feed: then no row comes back. It never
    /// goes back: of several batches that are stored at once, the furthest counts.
    static let move = """
        UPDATE bookmarks SET position = CASE WHEN position < $4 THEN $4 ELSE position END,
            delivered = delivered + $5, refused = refused + $6, changed_at = $7
        WHERE feed = $1 AND generation = $2 AND holder = $3
        RETURNING feed
        """

    /// The same without news of records; when it was last changed stays.
    static let pass = """
        UPDATE bookmarks SET position = $4 WHERE feed = $1 AND generation = $2 AND holder = $3 AND position < $4
        """

    /// Writes down why a backend does not take records.
    static let fail = """
        UPDATE bookmarks SET error = $4, failed_at = $5 WHERE feed = $1 AND generation = $2 AND holder = $3
        """

    /// Takes feeds that nobody runs, keeps those that one runs, and tells which those are.
    ///
    /// The database's clock counts, so that daemons on several machines need not agree on the time.
    static func hold(_ feeds: [String], by holder: String, for lease: Duration, _ dialect: Dialect) -> SQL {
        """
        UPDATE bookmarks SET holder = \(holder), held_until = \(now(plus: lease, dialect))
        WHERE \(SQL.isAmong("feed", feeds, dialect))
            AND (holder IS NULL OR holder = \(holder) OR held_until < \(now(plus: .zero, dialect)))
        RETURNING feed
        """
    }

    /// Lets feeds go.
    static func release(_ feeds: [String], by holder: String, _ dialect: Dialect) -> SQL {
        """
        UPDATE bookmarks SET holder = NULL, held_until = NULL
        WHERE \(SQL.isAmong("feed", feeds, dialect)) AND holder = \(holder)
        """
    }

    /// The engines tell the time in their own ways; SQLite to the millisecond.
    private static func now(plus duration: Duration, _ dialect: Dialect) -> SQL {
        let microseconds = Int64(duration / .microseconds(1))
        return switch dialect {
        case .postgresql: "clock_timestamp() + \(microseconds) * interval '1 microsecond'"
        case .sqlite:
            "CAST((julianday('now') - 2440587.5) * 86400000.0 AS INTEGER) * 1000 + \(microseconds)"
        }
    }

    /// Puts a bookmark somewhere: what is under way moves nothing any more.
    static func place(_ feed: String, at position: Int64, now: Timestamp) -> SQL {
        """
        UPDATE bookmarks SET position = \(position), generation = generation + 1, changed_at = \(now)
        WHERE feed = \(feed) RETURNING feed
        """
    }

    /// Tells a feed to do nothing, or to go on.
    static func pause(_ feed: String, _ isPaused: Bool) -> SQL {
        """
        UPDATE bookmarks SET paused = \(isPaused), generation = generation + 1 WHERE feed = \(feed) RETURNING feed
        """
    }

    /// Has a stretch delivered once more, in place of another that waits.
    static func again(_ feed: String, after position: Int64, upTo end: Int64) -> SQL {
        "UPDATE bookmarks SET again_from = \(position), again_to = \(end) WHERE feed = \(feed) RETURNING feed"
    }

    /// Tells a feed that some of its dead letters are to be delivered once more, or that none is any more.
    static func letters(_ feed: String, again: Bool) -> SQL {
        "UPDATE bookmarks SET again_letters = \(again) WHERE feed = \(feed)"
    }

    /// Moves what is delivered once more, unless another stretch was asked for meanwhile.
    static func moveAgain(_ key: BookmarkKey, to position: Int64, end: Int64, delivered: Int, refused: Int) -> SQL {
        """
        UPDATE bookmarks SET again_from = \(position), delivered = delivered + \(delivered), refused = refused + \(refused)
        WHERE feed = \(key.feed) AND holder = \(key.holder) AND again_to = \(end) AND again_from < \(position)
        RETURNING feed
        """
    }

    /// Which feeds have not read up to a position, and where they are.
    static func behind(_ position: Int64) -> SQL {
        """
        SELECT feed, position FROM bookmarks WHERE journal = \(MessageTable.journal) AND position < \(position)
        """
    }

    /// Counts messages that went before a feed had read them.
    static let expire = "UPDATE bookmarks SET expired = expired + $2 WHERE feed = $1"

    /// Takes a feed's bookmark away.
    static func remove(_ feed: String) -> SQL { "DELETE FROM bookmarks WHERE feed = \(feed) RETURNING feed" }
}

extension BookmarkKey {
    /// The first three values of the statements that move a bookmark.
    var values: [SQLValue] { [.text(feed), .integer(generation), .text(holder)] }
}
