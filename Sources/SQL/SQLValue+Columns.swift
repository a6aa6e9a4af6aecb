// SPDX-License-Identifier: Apache-2.0

extension SQLValue {
    /// For each column the first value that is not null, or null: what tells the column's type.
    ///
    /// - Throws: `.invalidData`, with its row, where a row differs from those before it (``ColumnSamples``).
    static func samples(of rows: [[SQLValue]]) throws(DatabaseError) -> [SQLValue] {
        var samples = ColumnSamples()
        for row in rows { try samples.compare(row) }
        return samples.values
    }
}
