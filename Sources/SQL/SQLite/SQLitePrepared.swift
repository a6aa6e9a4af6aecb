// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

/// A prepared statement and where its values go.
///
/// SQLite takes `$1` for a name, numbered by its first appearance, so `$2` may be its parameter 1: parameters are told
/// by their names.
final class SQLitePrepared {
    private let statement: Statement
    /// For each parameter of SQLite's the index of its value, or nil for one that is not called `$n`.
    let valueIndexes: [Int?]
    private let wantedValues: Int
    /// The texts of the values it is run with, where ``put(_:)`` lets SQLite find them.
    var texts = TextBuffer()
    let handle: OpaquePointer

    init(_ statement: Statement) {
        self.statement = statement
        let handle = statement.sqliteStatement
        self.handle = handle
        valueIndexes = (0..<sqlite3_bind_parameter_count(handle)).map { index in
            guard let name = sqlite3_bind_parameter_name(handle, index + 1) else { return nil }
            return Int(String(cString: name).dropFirst()).map { $0 - 1 }
        }
        wantedValues = valueIndexes.reduce(0) { max($0, ($1 ?? .max - 1) + 1) }
    }

    /// All rows of one run with these values.
    func run(_ values: [SQLValue]) throws(DatabaseError) -> [Row] {
        defer { reset() }
        try bind(values)
        var rows: [Row] = []
        while try isAtRow() { rows.append(try row()) }
        return rows
    }

    func check(_ values: [SQLValue]) throws(DatabaseError) {
        guard wantedValues == values.count else {
            throw DatabaseError(
                .other, "a statement got \(values.count) values and wants others ($1 to $\(wantedValues)): \(excerpt)")
        }
    }

    func bind(_ values: [SQLValue]) throws(DatabaseError) {
        try check(values)
        for (parameter, index) in valueIndexes.enumerated() {
            guard let index else { continue }
            try bind(values[index], to: CInt(parameter + 1))
        }
    }

    /// Goes to the next row; false when there are no more.
    func isAtRow() throws(DatabaseError) -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw error()
        }
    }

    /// Ends a run, and lets go of its values. A failed run fails to reset, too, with the same error.
    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    func bind(_ value: SQLValue, to parameter: CInt) throws(DatabaseError) {
        let code =
            switch value {
            case .null: sqlite3_bind_null(handle, parameter)
            case .boolean(let truth): sqlite3_bind_int64(handle, parameter, truth ? 1 : 0)
            case .integer(let number): sqlite3_bind_int64(handle, parameter, number)
            case .real(let number): sqlite3_bind_double(handle, parameter, number)
            case .timestamp(let moment): sqlite3_bind_int64(handle, parameter, moment.microseconds)
            case .bytes(let bytes): bind(bytes, to: parameter)
            case .text(let text), .spelled(let text): try bind(text, to: parameter)
            case .texts(let texts): try bind(texts, to: parameter)
            case .integers(let numbers): try bind(JSONArray.text(of: numbers), to: parameter)
            }
        guard code == SQLITE_OK else { throw error() }
    }

    /// SQLite copies the bytes: they need not stay longer than the call.
    private static var copied: sqlite3_destructor_type { unsafeBitCast(-1, to: sqlite3_destructor_type.self) }

    private func bind(_ text: String, to parameter: CInt) throws(DatabaseError) -> CInt {
        guard !text.containsNUL else { throw .nulInText }
        return sqlite3_bind_text64(handle, parameter, text, UInt64(text.utf8.count), Self.copied, UInt8(SQLITE_UTF8))
    }

    /// JSON could spell a NUL, but what PostgreSQL refuses is refused here too.
    private func bind(_ texts: [String], to parameter: CInt) throws(DatabaseError) -> CInt {
        guard !texts.contains(where: \.containsNUL) else { throw .nulInText }
        return try bind(JSONArray.text(of: texts), to: parameter)
    }

    private func bind(_ bytes: [UInt8], to parameter: CInt) -> CInt {
        // No bytes may have no address, which would be taken for NULL.
        bytes.isEmpty
            ? sqlite3_bind_zeroblob(handle, parameter, 0)
            : sqlite3_bind_blob64(handle, parameter, bytes, UInt64(bytes.count), Self.copied)
    }

    /// The row at hand.
    func row() throws(DatabaseError) -> Row {
        let count = sqlite3_data_count(handle)
        var values: [SQLValue] = []
        values.reserveCapacity(Int(count))
        for column in 0..<count { values.append(try value(column)) }
        return Row(values: values)
    }

    private func value(_ column: CInt) throws(DatabaseError) -> SQLValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, column))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, column))
        case SQLITE_TEXT: .text(try text(column))
        case SQLITE_BLOB: .bytes(Array(bytes(sqlite3_column_blob(handle, column), column)))
        default: .null
        }
    }

    private func text(_ column: CInt) throws(DatabaseError) -> String {
        let utf8 = bytes(sqlite3_column_text(handle, column), column)
        guard let text = String(validating: utf8, as: UTF8.self) else { throw notUTF8(column) }
        return text
    }

    /// Puts the values of the row at hand, where they lie, in place of those of another.
    func fill(_ row: inout LentRow) throws(DatabaseError) {
        row.values.removeAll(keepingCapacity: true)
        for column in 0..<sqlite3_data_count(handle) { row.values.append(try lentValue(column)) }
    }

    private func lentValue(_ column: CInt) throws(DatabaseError) -> LentValue {
        switch sqlite3_column_type(handle, column) {
        case SQLITE_NULL: return .null
        case SQLITE_INTEGER: return .integer(sqlite3_column_int64(handle, column))
        case SQLITE_TEXT:
            let utf8 = bytes(sqlite3_column_text(handle, column), column)
            guard utf8.isASCII || String(validating: utf8, as: UTF8.self) != nil else { throw notUTF8(column) }
            return .bytes(utf8)
        case SQLITE_BLOB: return .bytes(bytes(sqlite3_column_blob(handle, column), column))
        default: throw DatabaseError(.invalidData, "column \(column) is of a type that is not lent: \(excerpt)")
        }
    }

    private func notUTF8(_ column: CInt) -> DatabaseError {
        DatabaseError(.invalidData, "column \(column) holds text that is not UTF-8: \(excerpt)")
    }

    private func bytes(_ start: UnsafeRawPointer?, _ column: CInt) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
    }

    private var excerpt: String { DatabaseError.excerpt(statement.sql) }

    func error() -> DatabaseError {
        DatabaseError(sqlite: sqlite3_db_handle(handle), "SQLite could not run \(excerpt)")
    }
}

extension UnsafeRawBufferPointer {
    /// Whether all bytes are below 0x80, looked at eight at a time.
    fileprivate var isASCII: Bool {
        var position = 0
        while position &+ 8 <= count {
            if loadUnaligned(fromByteOffset: position, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 { return false }
            position &+= 8
        }
        return self[position...].allSatisfy { $0 < 0x80 }
    }
}
