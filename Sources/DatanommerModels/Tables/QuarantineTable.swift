// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What could not become a message.
enum QuarantineTable {
    static let insert = """
        INSERT INTO quarantine (set_aside_at, reason, detail, topic, body) VALUES ($1, $2, $3, $4, $5)
        """

    /// How many there may be at the most, by their numbers; each end is found in the key.
    static let span: SQL = "SELECT coalesce(max(id) - min(id) + 1, 0) FROM quarantine"

    /// How many there are.
    static let total: SQL = "SELECT count(*) FROM quarantine"

    /// How many were set aside, by reason, of those that a condition selects.
    static func counts(where condition: SQL) -> SQL {
        "SELECT reason, count(*) FROM quarantine WHERE \(condition) GROUP BY reason"
    }

    /// The columns that `SetAsideEntry.init(row:)` reads, in order of arrival; with a limit the newest ones.
    ///
    /// No body is read: both engines know the length of bytes without them.
    static func entries(where condition: SQL, limit: Int?) -> SQL {
        // Numbers of this program, as text: PostgreSQL's substr takes no bigint, as values are.
        let (detail, topic) = (SQL(text: "\(SetAsideEntry.keptDetail)"), SQL(text: "\(SetAsideEntry.keptTopic)"))
        let columns: SQL = """
            id, set_aside_at, reason, substr(detail, 1, \(detail)) AS detail,
            substr(topic, 1, \(topic)) AS topic, CAST(length(topic) AS bigint) AS topic_bytes,
            CAST(length(body) AS bigint) AS body_bytes
            """
        guard let limit else { return "SELECT \(columns) FROM quarantine WHERE \(condition) ORDER BY id" }
        return """
            SELECT * FROM (SELECT \(columns) FROM quarantine WHERE \(condition) ORDER BY id DESC LIMIT \(limit)) AS newest
            ORDER BY id
            """
    }

    /// Numbers and sizes behind a number, in order of arrival.
    static func sizes(where condition: SQL, after id: Int64, limit: Int) -> SQL {
        """
        SELECT id, CAST(length(topic) + length(body) AS bigint) FROM quarantine WHERE id > \(id) AND \(condition)
        ORDER BY id LIMIT \(limit)
        """
    }

    /// The columns that `KeptSetAside.init(row:)` reads.
    static func kept(_ ids: [Int64], _ dialect: Dialect) -> SQL {
        """
        SELECT id, set_aside_at, reason, detail, topic, body FROM quarantine
        WHERE \(SQL.isAmong("id", ids, dialect)) ORDER BY id
        """
    }

    /// The highest number; 0 where there is none.
    static let newest: SQL = "SELECT coalesce(max(id), 0) FROM quarantine"

    /// Those of some numbers that are there, kept from others until the transaction ends.
    ///
    /// PostgreSQL locks the rows; in SQLite a transaction has the whole file to itself.
    static func locked(_ ids: [Int64], _ dialect: Dialect) -> SQL {
        let there: SQL = "SELECT id FROM quarantine WHERE \(SQL.isAmong("id", ids, dialect)) ORDER BY id"
        return switch dialect {
        case .postgresql: "\(there) FOR UPDATE"
        case .sqlite: there
        }
    }

    /// Tells another reason, beside the same frames.
    static let explain = "UPDATE quarantine SET reason = $2, detail = $3 WHERE id = $1"

    /// Tells another reason, beside other frames.
    static let replace = "UPDATE quarantine SET reason = $2, detail = $3, topic = $4, body = $5 WHERE id = $1"

    /// Takes some away, and returns the numbers of those that were there.
    static func remove(_ ids: [Int64], _ dialect: Dialect) -> SQL {
        "DELETE FROM quarantine WHERE \(SQL.isAmong("id", ids, dialect)) RETURNING id"
    }

    /// Takes the oldest away that a condition selects, and returns their numbers.
    static func remove(where condition: SQL, limit: Int) -> SQL {
        """
        DELETE FROM quarantine
        WHERE id IN (SELECT id FROM quarantine WHERE \(condition) ORDER BY id LIMIT \(limit)) RETURNING id
        """
    }
}

extension SetAside {
    /// The values of `QuarantineTable.insert`.
    var values: [SQLValue] {
        [.timestamp(receivedAt), .text(reason.rawValue), .text(detail), .bytes(topic), .bytes(body)]
    }
}
