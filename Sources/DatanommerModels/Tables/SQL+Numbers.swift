// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension SQL {
    /// Draws the next numbers of a table's `id`, a row each, ascending. A number is not given twice, also not by another
    /// session; in SQLite because there is one writer.
    static func nextNumbers(_ count: Int, of table: SQL, _ dialect: Dialect) -> SQL {
        switch dialect {
        // OFFSET 0 keeps the planner from looking for the sequence once for each row.
        case .postgresql:
            """
            SELECT nextval(drawn.sequence)
            FROM (SELECT pg_get_serial_sequence('\(table)', 'id')::regclass AS sequence OFFSET 0) AS drawn,
                generate_series(1, \(Int64(count)))
            """
        // The sequence remembers rows that are deleted; a table of names has none, and deletes none.
        case .sqlite:
            """
            WITH RECURSIVE drawn (number) AS (
                SELECT 1 + max((SELECT coalesce(max(id), 0) FROM \(table)),
                    coalesce((SELECT seq FROM sqlite_sequence WHERE name = '\(table)'), 0))
                UNION ALL SELECT number + 1 FROM drawn)
            SELECT number FROM drawn LIMIT \(Int64(count))
            """
        }
    }
}
