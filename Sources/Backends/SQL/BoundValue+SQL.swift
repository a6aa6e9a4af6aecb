// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import SQL

extension BoundValue {
    /// The value as an engine takes it best.
    ///
    /// PostgreSQL reads text as what the column is, so that one column may get 1 from one record and "1" from the next.
    /// SQLite's columns take numbers and texts for what they are; a moment is its text in ISO 8601.
    func sqlValue(_ dialect: Dialect) -> SQLValue {
        switch dialect {
        case .postgresql: self == .null ? .null : .spelled(text)
        case .sqlite: sqliteValue
        }
    }

    private var sqliteValue: SQLValue {
        switch self {
        case .null: return .null
        case .boolean(let value): return .boolean(value)
        case .integer(let value): return .integer(value)
        case .number(let text):
            guard let number = Double(text), number.isFinite else { return .text(text) }
            return .real(number)
        case .text(let text): return .text(text)
        case .timestamp(let time): return .text(time.description)
        }
    }
}
