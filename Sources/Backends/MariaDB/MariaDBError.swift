// SPDX-License-Identifier: Apache-2.0

internal import CLibMariaDB

/// What the server, or the library on the way to it, said.
struct MariaDBError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of MariaDB's (mariadb.com/kb/en/mariadb-error-codes), 2000 to 2999 the library's own; 0 is ours.
    let number: UInt32
    /// The five characters of the SQL standard for it.
    let sqlState: String
    /// What was tried and what was said.
    let description: String

    init(number: UInt32, sqlState: String, _ description: String) {
        self.number = number
        self.sqlState = sqlState
        self.description = description
    }

    /// The last error of a connection.
    init(_ connection: UnsafeMutablePointer<MYSQL>?, _ tried: String) {
        self.init(
            number: mysql_errno(connection), sqlState: String(cString: mysql_sqlstate(connection)),
            "\(tried): \(String(cString: mysql_error(connection)))")
    }

    /// The last error of a statement.
    init(statement: UnsafeMutablePointer<MYSQL_STMT>?, _ tried: String) {
        self.init(
            number: mysql_stmt_errno(statement), sqlState: String(cString: mysql_stmt_sqlstate(statement)),
            "\(tried): \(String(cString: mysql_stmt_error(statement)))")
    }

    /// Whether it is the values of a row that the server will never take.
    ///
    /// Classes 22 and 23 are data and constraints. 1265, 1364 and 1366 (cut, no default, not of the column's kind) come as
    /// warnings' or general states, depending on the version.
    var blamesRow: Bool {
        sqlState.hasPrefix("22") || sqlState.hasPrefix("23") || [1265, 1364, 1366, Self.rowTooLarge].contains(number)
    }

    /// Whether the statement cannot be run for many rows at once: a server that is no MariaDB, or a kind of statement
    /// that is not made for it.
    var refusesBulk: Bool { [1235, 1295, 2054, 5003].contains(number) }

    /// A packet larger than the server's `max_allowed_packet`.
    static let rowTooLarge: UInt32 = 1153
}
