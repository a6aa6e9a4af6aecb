// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Connection {
    /// Draws the next numbers of a table's `id`, ascending. A number is not given twice, also not by another session; in
    /// SQLite because there is one writer, so that there the first tells them all.
    func nextNumbers(_ count: Int, of table: SQL) throws(DatabaseError) -> [Int64] {
        guard count > 0, let row = try execute(Self.nextNumbers(count, of: table, dialect)).first else { return [] }
        switch dialect {
        case .postgresql: return try row.integers(0)
        case .sqlite:
            let first = try row.integer(0)
            return Array(first..<(first + Int64(count)))
        }
    }

    /// All of them in one value, or the first.
    private static func nextNumbers(_ count: Int, of table: SQL, _ dialect: Dialect) -> SQL {
        switch dialect {
        // OFFSET 0 keeps the planner from looking for the sequence once for each row.
        case .postgresql:
            """
            SELECT array_agg(nextval(drawn.sequence))
            FROM (SELECT pg_get_serial_sequence('\(table)', 'id')::regclass AS sequence OFFSET 0) AS drawn,
                generate_series(1, \(Int64(count)))
            """
        // The sequence remembers rows that are deleted; a table of names has none, and deletes none.
        case .sqlite:
            """
            SELECT 1 + max((SELECT coalesce(max(id), 0) FROM \(table)),
                coalesce((SELECT seq FROM sqlite_sequence WHERE name = '\(table)'), 0))
            """
        }
    }
}
