// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements on the ways that lead from users and packages to their messages.
///
/// The columns differ: in PostgreSQL a way carries `msg_id`, so that Citus can lay it beside its message; in SQLite the
/// position is the message's own key, and the day comes first (``DayTable``).
struct WayTable {
    /// The table, such as `messages_users`.
    let name: String
    /// The column that holds a name's number, such as `user_id`.
    let number: String

    static let users = WayTable(name: "messages_users", number: "user_id")
    static let packages = WayTable(name: "messages_packages", number: "package_id")
    static let all = [users, packages]

    /// The columns of ``Message/way(from:at:_:)``.
    func columns(_ dialect: Dialect) -> [String] {
        switch dialect {
        case .postgresql: [number, "timestamp", "message_id", "msg_id"]
        case .sqlite: ["day", number, "timestamp", "message_id"]
        }
    }

    /// Takes a way away; the values are those it was inserted with.
    func remove(_ dialect: Dialect) -> String {
        let conditions = columns(dialect).enumerated().map { "\($0.element) = $\($0.offset + 1)" }
        return "DELETE FROM \(name) WHERE \(conditions.joined(separator: " AND "))"
    }

    /// Removes the ways from a name ($1) to all messages up to one of a time ($2) and position ($3): a stretch of the
    /// index, in SQLite of that day.
    func remove(upToMessage dialect: Dialect) -> String {
        let isUpTo = "\(number) = $1 AND timestamp <= $2 AND (timestamp, message_id) <= ($2, $3)"
        return switch dialect {
        case .postgresql: "DELETE FROM \(name) WHERE \(isUpTo)"
        case .sqlite: "DELETE FROM \(name) WHERE day = $2 / 86400000000 AND \(isUpTo)"
        }
    }

    /// Removes all ways to the messages of the days before one; SQLite only.
    func remove(beforeDay day: Int64) -> SQL {
        "DELETE FROM \(SQL(text: name)) WHERE day < \(day)"
    }

    /// The ways as a table of a question, in which they are called by an alias and can be walked in the order of time: in SQLite
    /// day by day.
    func source(as alias: SQL, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "\(SQL(text: name)) AS \(alias)"
        // SQLite takes the tables of a CROSS JOIN in their order, and sees that ways are in order within a day.
        case .sqlite: "days CROSS JOIN \(SQL(text: name)) AS \(alias)"
        }
    }

    /// The condition that belongs to ``source(as:_:)``.
    static func isOfDay(_ alias: SQL, _ dialect: Dialect) -> [SQL] {
        dialect == .sqlite ? ["\(alias).day = days.day"] : []
    }
}

extension Message {
    /// The values of ``WayTable/columns(_:)``.
    @inline(__always)
    func way(from name: Int64?, at position: Int64?, _ dialect: Dialect) -> [SQLValue] {
        switch dialect {
        case .postgresql: [name.sqlValue, .timestamp(timestamp), position.sqlValue, .text(msgID)]
        case .sqlite: [.integer(timestamp.dayNumber), name.sqlValue, .timestamp(timestamp), position.sqlValue]
        }
    }
}
