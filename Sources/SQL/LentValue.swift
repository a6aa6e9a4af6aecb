// SPDX-License-Identifier: Apache-2.0

/// A value of a row where the engine keeps it: nothing is copied.
///
/// - Important: Bytes are gone with the next row. They must not leave the closure they were lent to.
package enum LentValue {
    case null
    /// A whole number, or a moment in microseconds since 1970.
    case integer(Int64)
    /// A text in UTF-8, or bytes.
    case bytes(UnsafeRawBufferPointer)
}

/// One row of ``Connection/lend(_:_:)``: its values in the order of the columns.
package struct LentRow {
    var values: [LentValue] = []

    /// The whole number in a column, or the moment in microseconds since 1970.
    ///
    /// - Throws: `.invalidData` where there is none.
    package func integer(_ column: Int) throws(DatabaseError) -> Int64 {
        guard case .integer(let number) = try value(column) else { throw Self.unexpected(column, "an integer") }
        return number
    }

    /// The bytes in a column.
    ///
    /// - Throws: `.invalidData` where there are none.
    package func bytes(_ column: Int) throws(DatabaseError) -> UnsafeRawBufferPointer {
        guard let bytes = try optionalBytes(column) else { throw Self.unexpected(column, "text") }
        return bytes
    }

    /// The bytes in a column, or nil where it is null.
    ///
    /// - Throws: `.invalidData` where it holds something else.
    package func optionalBytes(_ column: Int) throws(DatabaseError) -> UnsafeRawBufferPointer? {
        switch try value(column) {
        case .null: return nil
        case .bytes(let bytes): return bytes
        case .integer: throw Self.unexpected(column, "text")
        }
    }

    /// What a column holds.
    ///
    /// - Throws: `.invalidData` where there is no such column.
    package func value(_ column: Int) throws(DatabaseError) -> LentValue {
        guard column < values.count else { throw Self.unexpected(column, "a value") }
        return values[column]
    }

    private static func unexpected(_ column: Int, _ wanted: String) -> DatabaseError {
        DatabaseError(.invalidData, "column \(column) does not hold \(wanted), as was expected")
    }
}
