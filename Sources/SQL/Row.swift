// SPDX-License-Identifier: Apache-2.0

/// One row of an answer: its values in the order of the columns.
///
/// The accessors say what the caller expects, and hide what the engines spell differently (see ``SQLValue``). Each
/// throws `.invalidData`, naming the column by its index from 0, when the value is null, of another type, or not there.
package struct Row: Hashable, Sendable {
    /// The values as they came.
    package let values: [SQLValue]

    /// A row of these values.
    package init(values: [SQLValue]) {
        self.values = values
    }

    /// How many columns there are.
    package var count: Int { values.count }

    /// The text in a column.
    package func text(_ column: Int) throws(DatabaseError) -> String {
        try required(column, "text", optionalText(column))
    }

    /// The whole number in a column.
    package func integer(_ column: Int) throws(DatabaseError) -> Int64 {
        try required(column, "an integer", optionalInteger(column))
    }

    /// The number in a column, whole or not.
    package func real(_ column: Int) throws(DatabaseError) -> Double {
        try required(column, "a number", optionalReal(column))
    }

    /// The truth in a column.
    package func boolean(_ column: Int) throws(DatabaseError) -> Bool {
        try required(column, "a boolean", optionalBoolean(column))
    }

    /// The moment in a column.
    package func timestamp(_ column: Int) throws(DatabaseError) -> Timestamp {
        try required(column, "a timestamp", optionalTimestamp(column))
    }

    /// The bytes in a column.
    package func bytes(_ column: Int) throws(DatabaseError) -> [UInt8] {
        try required(column, "bytes", optionalBytes(column))
    }

    /// The texts in a column: an array in PostgreSQL, a JSON array in SQLite.
    package func texts(_ column: Int) throws(DatabaseError) -> [String] {
        try required(column, "texts", optionalTexts(column))
    }

    /// The whole numbers in a column: an array in PostgreSQL, a JSON array in SQLite.
    package func integers(_ column: Int) throws(DatabaseError) -> [Int64] {
        try required(column, "integers", optionalIntegers(column))
    }

    private func required<Value>(_ column: Int, _ wanted: String, _ value: Value?) throws(DatabaseError) -> Value {
        guard let value else { throw unexpected(.null, in: column, wanted: wanted) }
        return value
    }

    func value(_ column: Int) throws(DatabaseError) -> SQLValue {
        guard values.indices.contains(column) else {
            throw DatabaseError(.invalidData, "column \(column) was asked for, but the row has \(count) columns")
        }
        return values[column]
    }

    func unexpected(_ value: SQLValue, in column: Int, wanted: String) -> DatabaseError {
        DatabaseError(.invalidData, "column \(column) holds \(value.kind) where \(wanted) was expected")
    }
}
