// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension PostgreSQLConnection {
    func execute(_ statement: String, forEach rows: [[SQLValue]]) throws(DatabaseError) -> [[Row]] {
        try check()
        let types = try SQLValue.samples(of: rows).map(PostgreSQLType.of)
        guard !rows.isEmpty else { return [] }
        guard PQtransactionStatus(link.handle) == PQTRANS_IDLE else { return try run(statement, types, rows) }
        try begin()
        do {
            let answers = try run(statement, types, rows)
            try commit()
            return answers
        } catch {
            rollBack()
            throw error
        }
    }

    /// COPY fails on a key that is there, where INSERT could step over it, and costs the server half of it.
    func insert(into table: String, _ columns: [String], _ next: () -> [SQLValue]?) throws(DatabaseError) {
        try check()
        guard let first = next() else { return }
        let text = "COPY \(table) (\(columns.joined(separator: ", "))) FROM STDIN (FORMAT binary)"
        var copy = CopyIn(link: link, tried: DatabaseError.excerpt(text))
        try copy.run(text, first, next)
    }

    /// Without names the statement is prepared as the one without a name, which a pooler keeps for the transaction.
    private func run(_ statement: String, _ types: [Oid], _ rows: [[SQLValue]]) throws(DatabaseError) -> [[Row]] {
        var name = ""
        if usesNames {
            name = try prepare(statement, types)
        } else {
            try DatabaseError.checkText(statement)
            try link.prepare(statement, as: name, types: types)
        }
        var pipeline = Pipeline(link: link, statement: name, rows: rows, tried: DatabaseError.excerpt(statement))
        return try pipeline.run()
    }
}
