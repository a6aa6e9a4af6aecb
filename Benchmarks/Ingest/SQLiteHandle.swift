// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// An open SQLite file, by the library's own functions and nothing between.
final class SQLiteHandle {
    fileprivate let pointer: OpaquePointer

    /// Opens it, or makes it.
    init(_ path: String) throws {
        var pointer: OpaquePointer?
        guard sqlite3_open(path, &pointer) == SQLITE_OK, let pointer else { throw Refused(path) }
        self.pointer = pointer
    }

    deinit { sqlite3_close_v2(pointer) }

    /// Runs statements that answer nothing.
    func run(_ text: String) throws {
        guard sqlite3_exec(pointer, text, nil, nil, nil) == SQLITE_OK else { throw refused(text) }
    }

    /// All rows of an answer.
    func rows(_ text: String) throws -> [SQLiteRow] {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(pointer, text, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw refused(text)
        }
        defer { sqlite3_finalize(statement) }
        var rows: [SQLiteRow] = []
        while sqlite3_step(statement) == SQLITE_ROW { rows.append(SQLiteRow(statement)) }
        return rows
    }

    /// A statement that puts whole rows into a table.
    func insert(into table: String, columns: Int) throws -> SQLiteInsert {
        let text = "INSERT INTO \(table) VALUES (\(Array(repeating: "?", count: columns).joined(separator: ", ")))"
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(pointer, text, -1, &statement, nil) == SQLITE_OK, let statement else {
            throw refused(text)
        }
        return SQLiteInsert(file: self, statement)
    }

    fileprivate func refused(_ text: String) -> Refused {
        Refused("\(text): \(String(cString: sqlite3_errmsg(pointer)))")
    }

    struct Refused: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }
}

/// A row, its values copied.
final class SQLiteRow {
    private let values: [OpaquePointer?]

    fileprivate init(_ statement: OpaquePointer) {
        values = (0..<sqlite3_column_count(statement)).map { sqlite3_value_dup(sqlite3_column_value(statement, $0)) }
    }

    deinit { values.forEach { sqlite3_value_free($0) } }

    var count: Int { values.count }
    func integer(_ column: Int) -> Int64 { sqlite3_value_int64(values[column]) }
    func isNull(_ column: Int) -> Bool { sqlite3_value_type(values[column]) == SQLITE_NULL }
    func text(_ column: Int) -> String { sqlite3_value_text(values[column]).map { String(cString: $0) } ?? "" }

    fileprivate func bind(to statement: OpaquePointer) {
        for (place, value) in values.enumerated() { sqlite3_bind_value(statement, Int32(place + 1), value) }
    }
}

/// A prepared INSERT; the only owner of its handle.
final class SQLiteInsert {
    private let file: SQLiteHandle
    private let statement: OpaquePointer

    fileprivate init(file: SQLiteHandle, _ statement: OpaquePointer) {
        self.file = file
        self.statement = statement
    }

    deinit { sqlite3_finalize(statement) }

    func put(_ row: SQLiteRow) throws {
        row.bind(to: statement)
        guard sqlite3_step(statement) == SQLITE_DONE else { throw file.refused("INSERT") }
        sqlite3_reset(statement)
    }
}
