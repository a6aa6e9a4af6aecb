// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The columns by which a message is known, in its own row or in a way that leads to it.
///
/// In PostgreSQL a message is found by its identity and time, which tell its partition and its machine; in SQLite by its
/// position, which is the row's own key.
struct MessageKey {
    let timestamp: SQL
    let id: SQL
    /// PostgreSQL only: SQLite's ways do not hold it.
    let msgID: SQL
    /// SQLite only.
    let day: SQL
    /// The days that are walked to come to it; nil where an index is in the order of time by itself. SQLite only.
    let walkedDay: SQL?

    /// Those of `messages AS m`.
    static let message = MessageKey(
        timestamp: "m.timestamp", id: "m.id", msgID: "m.msg_id", day: "m.timestamp / 86400000000",
        walkedDay: nil)
    /// Those of a table of ways, `AS way`.
    static let way = MessageKey(
        timestamp: "way.timestamp", id: "way.message_id", msgID: "way.msg_id", day: "way.day", walkedDay: "days.day")

    /// The names under which keys are selected.
    static func names(_ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "timestamp, id, msg_id"
        case .sqlite: "timestamp, id"
        }
    }

    /// These columns under those names.
    func named(_ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "\(timestamp) AS timestamp, \(id) AS id, \(msgID) AS msg_id"
        case .sqlite: "\(timestamp) AS timestamp, \(id) AS id"
        }
    }

    /// The condition that `messages AS m` is the message of a key: a row of a SELECT of ``names(_:)``, or a way.
    static func isAt(_ row: SQL, id: SQL, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "m.msg_id = \(row).msg_id AND m.timestamp = \(row).timestamp"
        case .sqlite: "m.id = \(row).\(id)"
        }
    }

    /// The condition that a way, `AS about`, leads to this key: all of the index's columns, and in PostgreSQL the identity,
    /// by which ways lie beside their message.
    func isLedToByAbout(_ dialect: Dialect) -> SQL {
        let isThere: SQL = "about.timestamp = \(timestamp) AND about.message_id = \(id)"
        return switch dialect {
        case .postgresql: "\(isThere) AND about.msg_id = \(msgID)"
        case .sqlite: "about.day = \(day) AND \(isThere)"
        }
    }

    /// The days that are walked, where there are any.
    func walkedDay(_ dialect: Dialect) -> SQL? {
        dialect == .sqlite ? walkedDay : nil
    }

    /// The condition that a subquery, which looks at this key, finds something.
    ///
    /// In a walk it must stay a question to each key. PostgreSQL would make a join of it, whose rows it takes for far fewer
    /// than there are, and then find them all and sort them: under an OR with what is never true it does not.
    func exists(_ subquery: SQL, _ isWalk: Bool) -> SQL {
        isWalk ? "(EXISTS (\(subquery)) OR \(id) IS NULL)" : "EXISTS (\(subquery))"
    }

    /// The condition that it finds nothing.
    func lacks(_ subquery: SQL, _ isWalk: Bool) -> SQL {
        isWalk ? "(NOT EXISTS (\(subquery)) OR \(id) IS NULL)" : "NOT EXISTS (\(subquery))"
    }
}
