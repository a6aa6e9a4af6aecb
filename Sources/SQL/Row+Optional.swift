// SPDX-License-Identifier: Apache-2.0

extension Row {
    /// The text in a column, or nil where it is null.
    package func optionalText(_ column: Int) throws(DatabaseError) -> String? {
        switch try value(column) {
        case .null: return nil
        case .text(let text): return text
        case let other: throw unexpected(other, in: column, wanted: "text")
        }
    }

    /// The whole number in a column, or nil where it is null.
    package func optionalInteger(_ column: Int) throws(DatabaseError) -> Int64? {
        switch try value(column) {
        case .null: return nil
        case .integer(let number): return number
        case let other: throw unexpected(other, in: column, wanted: "an integer")
        }
    }

    /// The number in a column, whole or not, or nil where it is null.
    package func optionalReal(_ column: Int) throws(DatabaseError) -> Double? {
        switch try value(column) {
        case .null: return nil
        case .real(let number): return number
        case .integer(let number): return Double(number)
        case let other: throw unexpected(other, in: column, wanted: "a number")
        }
    }

    /// The truth in a column, or nil where it is null. SQLite's 0 and 1 are false and true; no other number is.
    package func optionalBoolean(_ column: Int) throws(DatabaseError) -> Bool? {
        switch try value(column) {
        case .null: return nil
        case .boolean(let truth): return truth
        case .integer(0): return false
        case .integer(1): return true
        case let other: throw unexpected(other, in: column, wanted: "a boolean")
        }
    }

    /// The moment in a column, or nil where it is null. SQLite's integers are microseconds.
    package func optionalTimestamp(_ column: Int) throws(DatabaseError) -> Timestamp? {
        switch try value(column) {
        case .null: return nil
        case .timestamp(let moment): return moment
        case .integer(let microseconds): return Timestamp(microseconds: microseconds)
        case let other: throw unexpected(other, in: column, wanted: "a timestamp")
        }
    }

    /// The bytes in a column, or nil where it is null.
    package func optionalBytes(_ column: Int) throws(DatabaseError) -> [UInt8]? {
        switch try value(column) {
        case .null: return nil
        case .bytes(let bytes): return bytes
        case let other: throw unexpected(other, in: column, wanted: "bytes")
        }
    }

    /// The texts in a column, or nil where it is null. SQLite's text is a JSON array.
    package func optionalTexts(_ column: Int) throws(DatabaseError) -> [String]? {
        switch try value(column) {
        case .null: return nil
        case .texts(let texts): return texts
        case .text(let json):
            guard let texts = JSONArray.texts(in: json) else {
                throw unexpected(.text(json), in: column, wanted: "a JSON array of texts")
            }
            return texts
        case let other: throw unexpected(other, in: column, wanted: "texts")
        }
    }

    /// The whole numbers in a column, or nil where it is null. SQLite's text is a JSON array.
    package func optionalIntegers(_ column: Int) throws(DatabaseError) -> [Int64]? {
        switch try value(column) {
        case .null: return nil
        case .integers(let numbers): return numbers
        case .text(let json):
            guard let numbers = JSONArray.integers(in: json) else {
                throw unexpected(.text(json), in: column, wanted: "a JSON array of integers")
            }
            return numbers
        case let other: throw unexpected(other, in: column, wanted: "integers")
        }
    }
}
