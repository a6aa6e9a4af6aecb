// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements on `messages` and on the ways to it from users and packages.
enum MessageTable {
    /// The journal's name, by which its appenders lock one another out.
    static let journal = "messages"

    /// The identities that are stored already, with their times.
    static func known(_ msgIDs: [String], _ dialect: Dialect) -> SQL {
        "SELECT msg_id, timestamp FROM messages WHERE \(SQL.isAmong("msg_id", msgIDs, dialect))"
    }

    /// The same, looked for in a window of time, and in all that was said since a moment.
    static func known(_ window: IdentityWindow, since recent: Timestamp, _ dialect: Dialect) -> SQL {
        guard let times = window.times else { return known(window.msgIDs, dialect) }
        return """
            \(known(window.msgIDs, dialect))
                AND (timestamp BETWEEN \(times.lowerBound) AND \(times.upperBound) OR timestamp >= \(recent))
            """
    }

    /// Whether the table is partitioned; PostgreSQL only.
    static let isPartitioned: SQL = "SELECT relkind = 'p' FROM pg_class WHERE oid = 'messages'::regclass"

    /// The columns of `Message.values`.
    static let columns = [
        "id", "msg_id", "timestamp", "topic_id", "category_id", "i", "username", "crypto", "certificate_id",
        "signature",
        "msg", "headers", "users", "packages", "source_id", "rest", "not_said", "verdict",
    ]

    /// The columns of a way from a user to a message.
    static let userColumns = ["user_id", "timestamp", "message_id", "msg_id"]

    /// The columns of a way from a package to a message.
    static let packageColumns = ["package_id", "timestamp", "message_id", "msg_id"]

    /// Takes the way from a user away; the values are those it was inserted with.
    static let removeUser = """
        DELETE FROM messages_users WHERE user_id = $1 AND timestamp = $2 AND message_id = $3 AND msg_id = $4
        """

    /// Takes the way from a package away; the values are those it was inserted with.
    static let removePackage = """
        DELETE FROM messages_packages WHERE package_id = $1 AND timestamp = $2 AND message_id = $3 AND msg_id = $4
        """

    /// Gives a message its new users and packages.
    static let rename = "UPDATE messages SET users = $3, packages = $4 WHERE msg_id = $1 AND timestamp = $2"

    /// The columns that `Message.init(row:)` reads, of the rows that a condition selects.
    static func select(where condition: SQL, order: SQL = "") -> SQL {
        """
        SELECT m.id, m.msg_id, m.timestamp, topics.name, categories.name, m.i, m.username, m.crypto, certificates.name,
            m.signature, m.msg, m.headers, m.users, m.packages, sources.name, sources.version, m.rest,
            m.not_said, m.verdict
        FROM messages AS m
            JOIN topics ON topics.id = m.topic_id
            JOIN categories ON categories.id = m.category_id
            JOIN sources ON sources.id = m.source_id
            LEFT JOIN certificates ON certificates.id = m.certificate_id
        WHERE \(condition) \(order)
        """
    }

    /// How many messages each name of a table has, of those that a condition on `m` selects.
    static func counts(of table: SQL, by column: SQL, where condition: SQL) -> SQL {
        """
        SELECT named.name, counted.messages
        FROM (SELECT \(column) AS id, count(*) AS messages FROM messages AS m WHERE \(condition) GROUP BY 1) AS counted
            JOIN \(table) AS named ON named.id = counted.id
        """
    }

    /// How many messages a condition on `m` selects.
    static func total(where condition: SQL) -> SQL {
        "SELECT count(*) FROM messages AS m WHERE \(condition)"
    }

    /// The newest position; 0 where there is none.
    static let newestPosition: SQL = "SELECT coalesce(max(id), 0) FROM messages"
}
