// SPDX-License-Identifier: Apache-2.0

/// What tells the types of columns: the first value of each that is not null, or null; pure.
///
/// Told row by row. PostgreSQL could not run a row that differs from those before it, and SQLite is not to be laxer.
struct ColumnSamples {
    private(set) var values: [SQLValue] = []
    private var kinds: [SQLValue.Kind] = []
    private var rows = 0

    /// Compares a row with those before it.
    ///
    /// - Throws: `.invalidData`, with the row's number, where it has more or fewer values than the first, or a value of
    ///   another type than those before it.
    mutating func compare(_ row: [SQLValue]) throws(DatabaseError) {
        defer { rows += 1 }
        if rows == 0 {
            values = row
            kinds = row.map(\.kind)
        }
        guard row.count == kinds.count else {
            throw refusal("has \(row.count) values where the first row has \(kinds.count)")
        }
        for column in row.indices {
            let found = row[column].kind
            guard found != kinds[column], found != .null else { continue }
            guard kinds[column] == .null else {
                throw refusal("holds \(found) in column \(column) where others hold \(kinds[column])")
            }
            kinds[column] = found
            values[column] = row[column]
        }
    }

    private func refusal(_ reason: String) -> DatabaseError {
        var error = DatabaseError(.invalidData, "a row of values \(reason)")
        error.row = rows
        return error
    }
}
