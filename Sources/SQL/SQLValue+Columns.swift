// SPDX-License-Identifier: Apache-2.0

extension SQLValue {
    /// For each column the first value that is not null, or null: what tells the column's type.
    ///
    /// - Throws: `.invalidData`, with its row, where a row has more or fewer values than the first, or a value of another
    ///   type than those before it. PostgreSQL could not run it and SQLite is not to be laxer.
    static func samples(of rows: [[SQLValue]]) throws(DatabaseError) -> [SQLValue] {
        var samples = rows.first ?? []
        for (index, row) in rows.enumerated() {
            guard row.count == samples.count else {
                throw refusal(of: index, "has \(row.count) values where the first row has \(samples.count)")
            }
            for column in row.indices where !row[column].isNull {
                if samples[column].isNull { samples[column] = row[column] }
                guard row[column].hasSameCase(as: samples[column]) else {
                    let kinds = (row[column].kind, samples[column].kind)
                    throw refusal(of: index, "holds \(kinds.0) in column \(column) where others hold \(kinds.1)")
                }
            }
        }
        return samples
    }

    var isNull: Bool {
        if case .null = self { true } else { false }
    }

    private func hasSameCase(as other: SQLValue) -> Bool {
        switch (self, other) {
        case (.boolean, .boolean), (.integer, .integer), (.real, .real), (.text, .text), (.spelled, .spelled),
            (.bytes, .bytes),
            (.timestamp, .timestamp), (.texts, .texts), (.integers, .integers):
            true
        default: false
        }
    }

    private static func refusal(of row: Int, _ reason: String) -> DatabaseError {
        var error = DatabaseError(.invalidData, "a row of values \(reason)")
        error.row = row
        return error
    }
}
