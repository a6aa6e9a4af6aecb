// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements on `messages`.
enum MessageTable {
    /// The journal's name, by which its appenders lock one another out.
    static let journal = "messages"

    /// The identities that are stored already, with their times.
    static func known(_ msgIDs: [String], _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "SELECT msg_id, timestamp FROM messages WHERE \(SQL.isAmong("msg_id", msgIDs, dialect))"
        case .sqlite: known(IdentityDays(msgIDs: msgIDs, days: nil))
        }
    }

    /// The same, looked for on some days; SQLite only.
    static func known(_ wanted: IdentityDays) -> SQL {
        """
        SELECT msg_id, timestamp FROM messages
        WHERE \(DayTable.day(of: "timestamp")) IN (\(DayTable.days(wanted.days)))
            AND \(SQL.isAmong("msg_id", wanted.msgIDs, .sqlite))
        """
    }

    /// The same, looked for in a window of time, and in all that was said since a moment; PostgreSQL only.
    static func known(_ window: IdentityWindow, since recent: Timestamp) -> SQL {
        guard let times = window.times else { return known(window.msgIDs, .postgresql) }
        return """
            \(known(window.msgIDs, .postgresql))
                AND (timestamp BETWEEN \(times.lowerBound) AND \(times.upperBound) OR timestamp >= \(recent))
            """
    }

    /// Whether the table is partitioned, and from there to the end of the transaction that identities are found by their
    /// index; PostgreSQL only.
    ///
    /// As long as PostgreSQL has not counted a new partition's rows it takes those of a window of time for fewer than those of
    /// many identities, and would read the window for each batch.
    static let beginLookingUp: SQL = """
        SELECT relkind = 'p', set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true)
        FROM pg_class WHERE oid = 'messages'::regclass
        """

    /// The columns of `Message.values`.
    static let storedColumns = [
        "id", "msg_id", "timestamp", "topic_id", "category_id", "i", "username", "crypto", "certificate_id",
        "signature",
        "msg", "headers", "users", "packages", "source_id", "rest", "not_said", "verdict",
    ]

    /// Gives a message its new users and packages, and returns a row if it is there and has the old ones.
    static func rename(_ dialect: Dialect) -> String {
        // What SQLite finds identities by.
        let day = dialect == .sqlite ? " AND \(DayTable.day(of: "timestamp").text) = $2 / 86400000000" : ""
        return """
            UPDATE messages SET users = $3, packages = $4
            WHERE msg_id = $1 AND timestamp = $2\(day)
                AND users IS NOT DISTINCT FROM $5 AND packages IS NOT DISTINCT FROM $6
            RETURNING id
            """
    }

    /// The columns that `Message.init(row:)` reads, of the rows that a condition selects.
    static func select(where condition: SQL, order: SQL = "") -> SQL {
        "SELECT \(columns) FROM messages AS m \(names) WHERE \(condition) \(order)"
    }

    /// The same, of so many at the most behind a position, in order.
    ///
    /// PostgreSQL finds them before they get their names, and no end is said but their number: as long as it has not counted
    /// the rows it takes a stretch between two positions for few, and reads and sorts all of it for each page. SQLite
    /// walks along the positions anyway, and would sort what it found.
    static func page(after position: Int64, limit: Int, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql:
            """
            SELECT \(columns)
            FROM (SELECT * FROM messages WHERE id > \(position) ORDER BY id LIMIT \(limit)) AS m \(names)
            ORDER BY m.id
            """
        case .sqlite: select(where: "m.id > \(position)", order: "ORDER BY m.id LIMIT \(limit)")
        }
    }

    /// The same, of those with some identities that were said between two times; PostgreSQL only.
    static func select(_ msgIDs: [String], from: Timestamp, to: Timestamp) -> SQL {
        select(
            where: """
                \(SQL.isAmong("m.msg_id", msgIDs, .postgresql)) AND m.timestamp >= \(from) AND m.timestamp <= \(to)
                """)
    }

    /// The condition on `messages AS m` that it has one of some identities. SQLite looks for them on each day that there is.
    static func isAmong(_ msgIDs: [String], _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: SQL.isAmong("m.msg_id", msgIDs, dialect)
        case .sqlite:
            """
            m.id IN (SELECT named.id FROM messages AS named
                WHERE \(DayTable.day(of: "named.timestamp")) IN (\(DayTable.days(nil)))
                    AND \(SQL.isAmong("named.msg_id", msgIDs, dialect)))
            """
        }
    }

    /// The same, of the rows that keys lead to: the rows of a SELECT of `MessageKey.names`.
    ///
    /// The keys come first: SQLite takes tables in another order than that of a CROSS JOIN for nothing.
    static func select(of keys: SQL, _ order: MessageOrder, _ dialect: Dialect) -> SQL {
        """
        SELECT \(columns) FROM (\(keys)) AS k CROSS JOIN messages AS m \(names)
        WHERE \(MessageKey.isAt("k", id: "id", dialect)) \(order.clause("k.timestamp", "k.id"))
        """
    }

    /// The columns that `MessageRow` reads, of the rows that a condition selects.
    static func lines(_ texts: NameTexts, where condition: SQL, order: SQL) -> SQL {
        """
        SELECT \(lineColumns(texts)) FROM messages AS m
        WHERE \(condition) \(order)
        """
    }

    /// The same, of the rows that keys lead to.
    static func lines(_ texts: NameTexts, of keys: SQL, _ order: MessageOrder, _ dialect: Dialect) -> SQL {
        """
        SELECT \(lineColumns(texts)) FROM (\(keys)) AS k CROSS JOIN messages AS m
        WHERE \(MessageKey.isAt("k", id: "id", dialect)) \(order.clause("k.timestamp", "k.id"))
        """
    }

    private static let columns: SQL = """
        m.id, m.msg_id, m.timestamp, topics.name, categories.name, m.i, m.username, m.crypto, certificates.name,
            m.signature, m.msg, m.headers, m.users, m.packages, sources.name, sources.version, m.rest,
            m.not_said, m.verdict
        """

    private static let names: SQL = """
        JOIN topics ON topics.id = m.topic_id
            JOIN categories ON categories.id = m.category_id
            JOIN sources ON sources.id = m.source_id
            LEFT JOIN certificates ON certificates.id = m.certificate_id
        """

    /// A table of names that is too large to be held is asked for each row: a join would let PostgreSQL sort all rows,
    /// bodies included.
    private static func lineColumns(_ texts: NameTexts) -> SQL {
        let name = { (table: NameTable, number: SQL) -> SQL in
            texts.tooLarge.contains(table) ? "(SELECT name FROM \(table.table) WHERE id = \(number))" : number
        }
        return """
            m.msg_id, m.timestamp, \(name(.topics, "m.topic_id")), \(name(.categories, "m.category_id")), m.i,
                m.username, m.crypto, \(name(.certificates, "m.certificate_id")), m.signature, m.msg, m.headers,
                m.users, m.packages, m.source_id, m.rest, m.not_said, m.verdict
            """
    }

    /// How many messages each name of a table has, of those that a condition on `m` selects.
    static func counts(of table: NameTable, where condition: SQL) -> SQL {
        """
        SELECT named.name, counted.messages
        FROM (SELECT \(table.number("m")) AS id, count(*) AS messages FROM messages AS m
                WHERE \(condition) GROUP BY 1) AS counted
            JOIN \(table.table) AS named ON named.id = counted.id
        """
    }

    /// The same where the condition is one of time: for each name a stretch of the index by that name, whose rows need not
    /// be read.
    static func counts(of table: NameTable, within condition: SQL) -> SQL {
        """
        SELECT name, messages
        FROM (SELECT named.name, (SELECT count(*) FROM messages AS m
                WHERE \(table.number("m")) = named.id AND \(condition)) AS messages
            FROM \(table.table) AS named) AS counted
        WHERE messages > 0
        """
    }

    /// How many messages a condition on `m` selects.
    static func total(where condition: SQL) -> SQL {
        "SELECT count(*) FROM messages AS m WHERE \(condition)"
    }

    /// How many keys there are.
    static func total(of keys: SQL) -> SQL {
        "SELECT count(*) FROM (\(keys)) AS k"
    }

    /// The newest position; 0 where there is none.
    static let newestPosition: SQL = "SELECT coalesce(max(id), 0) FROM messages"

    /// The newest message: its position and identity.
    static let newest: SQL = "SELECT id, msg_id FROM messages ORDER BY id DESC LIMIT 1"

    /// The lowest position of what was said at a time or later; null where nothing was.
    static func firstPosition(since time: Timestamp) -> SQL {
        "SELECT min(id) FROM messages WHERE timestamp >= \(time)"
    }

    /// How many messages are behind a position, counted up to a limit.
    static func count(after position: Int64, limit: Int) -> SQL {
        "SELECT count(*) FROM (SELECT 1 FROM messages WHERE id > \(position) ORDER BY id LIMIT \(limit)) AS waiting"
    }

    /// When the first message behind a position was said.
    static func firstTime(after position: Int64) -> SQL {
        "SELECT timestamp FROM messages WHERE id > \(position) ORDER BY id LIMIT 1"
    }
}
