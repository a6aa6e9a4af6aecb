// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that copy a stretch of positions.
extension ConversionTable {
    /// The table that is copied: of the whole family, or of one partition.
    private static func table(_ family: String, _ source: Partition?) -> SQL {
        SQL(text: source?.table(of: family) ?? family)
    }

    /// The last position of the next batch, and how many messages it has.
    static func batch(of source: Partition?, after position: Int64, limit: Int) -> SQL {
        """
        SELECT max(id), count(*)
        FROM (SELECT id FROM \(table("messages", source)) WHERE id > \(position) ORDER BY id LIMIT \(limit)) AS batch
        """
    }

    /// Copies a stretch of positions; both tables have the same columns in the same order.
    static func copy(_ source: Partition?, after position: Int64, upTo last: Int64) -> [SQL] {
        [
            """
            INSERT INTO messages_parting
            SELECT * FROM \(table("messages", source)) WHERE id > \(position) AND id <= \(last)
            """,
            """
            INSERT INTO messages_users_parting
            SELECT * FROM \(table("messages_users", source)) WHERE message_id > \(position) AND message_id <= \(last)
            """,
            """
            INSERT INTO messages_packages_parting
            SELECT * FROM \(table("messages_packages", source)) WHERE message_id > \(position) AND message_id <= \(last)
            """,
        ]
    }

    /// Whether as many rows are there as in the old tables, up to a position.
    static func isWhole(_ source: Partition?, upTo position: Int64) -> SQL {
        """
        SELECT (SELECT count(*) FROM \(table("messages", source)) WHERE id <= \(position))
                = (SELECT count(*) FROM messages_parting)
            AND (SELECT count(*) FROM \(table("messages_users", source)) WHERE message_id <= \(position))
                = (SELECT count(*) FROM messages_users_parting)
            AND (SELECT count(*) FROM \(table("messages_packages", source)) WHERE message_id <= \(position))
                = (SELECT count(*) FROM messages_packages_parting)
        """
    }
}
