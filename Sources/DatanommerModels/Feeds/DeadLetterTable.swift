// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements on what backends will never take.
enum DeadLetterTable {
    /// Keeps one; one that is there already gets the new reason.
    static let add = """
        INSERT INTO dead_letters (feed, position, msg_id, reason, refused_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (feed, position) DO UPDATE
            SET reason = excluded.reason, refused_at = excluded.refused_at, again = false
        """

    /// Those that a condition selects behind a position, in order.
    static func list(where condition: SQL, limit: Int) -> SQL {
        """
        SELECT feed, position, msg_id, reason, refused_at, again FROM dead_letters WHERE \(condition)
        ORDER BY feed, position LIMIT \(limit)
        """
    }

    /// How many each feed has.
    static let counts: SQL = "SELECT feed, count(*) FROM dead_letters GROUP BY feed"

    /// Takes some of a feed away, all without positions, and tells which were there.
    static func remove(of feed: String, positions: [Int64]?, _ dialect: Dialect) -> SQL {
        "DELETE FROM dead_letters WHERE \(condition(feed, positions, dialect)) RETURNING position"
    }

    /// Has some of a feed delivered once more, all without positions.
    static func deliverAgain(of feed: String, positions: [Int64]?, _ dialect: Dialect) -> SQL {
        "UPDATE dead_letters SET again = true WHERE \(condition(feed, positions, dialect)) RETURNING position"
    }

    private static func condition(_ feed: String, _ positions: [Int64]?, _ dialect: Dialect) -> SQL {
        guard let positions else { return "feed = \(feed)" }
        return "feed = \(feed) AND \(SQL.isAmong("position", positions, dialect))"
    }
}
