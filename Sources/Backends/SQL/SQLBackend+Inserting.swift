// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import SQL

extension SQLBackend {
    /// Stores the rows of a batch, in a transaction of the caller's.
    ///
    /// - Throws: `DatabaseError`, whose row is the place in the whole batch.
    func insert(_ batch: TemplatedBatch, on connection: any Connection) throws(DatabaseError) {
        for run in batch.runs {
            let index = batch.entries[run.lowerBound].row.statement
            let rows = batch.entries[run].map { $0.row.values.map { $0.sqlValue(connection.dialect) } }
            let done = try insert(rows, together: wide[index], on: connection)
            do throws(DatabaseError) {
                try insert(rows[done...], template.statements[index], on: connection)
            } catch {
                throw error.moved(by: run.lowerBound + done)
            }
        }
    }

    /// Stores the first of some rows, many by a statement; how many they were.
    ///
    /// None where the database refuses one: it does not tell which, so they go one by one.
    private func insert(
        _ rows: [[SQLValue]], together wide: WideInsert?, on connection: any Connection
    ) throws(DatabaseError) -> Int {
        guard let wide, rows.count >= wide.rows else { return 0 }
        let count = rows.count - rows.count % wide.rows
        let parts = stride(from: 0, to: count, by: wide.rows).map { Array(rows[$0..<($0 + wide.rows)].joined()) }
        try connection.run(script: "SAVEPOINT rows")
        do throws(DatabaseError) {
            try connection.execute(wide.text, forEach: parts)
            return count
        } catch {
            guard error.blamesRow else { throw error }
            try connection.run(script: "ROLLBACK TO SAVEPOINT rows")
            return 0
        }
    }

    /// SQLite gains nothing by many rows at once, and may get a text from one and a number from the next.
    private func insert(
        _ rows: ArraySlice<[SQLValue]>, _ statement: String, on connection: any Connection
    ) throws(DatabaseError) {
        switch connection.dialect {
        case .postgresql: try connection.execute(statement, forEach: Array(rows))
        case .sqlite:
            for (index, row) in rows.enumerated() {
                do throws(DatabaseError) {
                    try connection.execute(statement, forEach: [row])
                } catch {
                    throw error.moved(by: index)
                }
            }
        }
    }
}
