// SPDX-License-Identifier: Apache-2.0

/// A type whose values may stand in a statement: `"… WHERE id = \(id)"`.
package protocol SQLBindable {
    /// The value as the engines take it.
    var sqlValue: SQLValue { get }
}

/// A type that an array of may stand in a statement.
package protocol SQLArrayElement {
    /// The whole array as one value.
    static func sqlValue(of array: [Self]) -> SQLValue
}

extension SQLValue: SQLBindable {
    package var sqlValue: SQLValue { self }
}

extension Bool: SQLBindable {
    package var sqlValue: SQLValue { .boolean(self) }
}

extension Int: SQLBindable {
    package var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable, SQLArrayElement {
    package var sqlValue: SQLValue { .integer(self) }
    package static func sqlValue(of array: [Int64]) -> SQLValue { .integers(array) }
}

extension Double: SQLBindable {
    package var sqlValue: SQLValue { .real(self) }
}

extension String: SQLBindable, SQLArrayElement {
    package var sqlValue: SQLValue { .text(self) }
    package static func sqlValue(of array: [String]) -> SQLValue { .texts(array) }
}

extension UInt8: SQLArrayElement {
    package static func sqlValue(of array: [UInt8]) -> SQLValue { .bytes(array) }
}

extension Timestamp: SQLBindable {
    package var sqlValue: SQLValue { .timestamp(self) }
}

extension Array: SQLBindable where Element: SQLArrayElement {
    package var sqlValue: SQLValue { Element.sqlValue(of: self) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    package var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
