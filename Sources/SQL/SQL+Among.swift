// SPDX-License-Identifier: Apache-2.0

extension SQL {
    /// A condition: the column is one of the texts. No texts: no row.
    ///
    /// One value however many texts, so that the statement's text, and with it the prepared statement, is always the same.
    package static func isAmong(_ column: SQL, _ texts: [String], _ dialect: Dialect) -> SQL {
        isAmong(column, .texts(texts), dialect)
    }

    /// A condition: the column is one of the numbers. No numbers: no row.
    ///
    /// One value however many numbers, so that the statement's text, and with it the prepared statement, is always the same.
    package static func isAmong(_ column: SQL, _ numbers: [Int64], _ dialect: Dialect) -> SQL {
        isAmong(column, .integers(numbers), dialect)
    }

    /// SQLite has no arrays: the value is the text of a JSON array there, whose elements `json_each` tells as rows.
    private static func isAmong(_ column: SQL, _ array: SQLValue, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "\(column) = ANY(\(array))"
        case .sqlite: "\(column) IN (SELECT value FROM json_each(\(array)))"
        }
    }
}
