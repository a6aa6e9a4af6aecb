// SPDX-License-Identifier: Apache-2.0

package import Flow
package import SQL

/// Rows in a table of PostgreSQL's or SQLite's, one transaction a batch; a statement a record, or in PostgreSQL for many
/// where that means the same.
///
/// A batch that comes again is stored again, unless the statement steps over what is there (`ON CONFLICT DO NOTHING`)
/// or the backend is in the archive's own database, where rows and bookmark are one transaction.
package final class SQLBackend: TransactionalBackend {
    private let database: Database
    let template: SQLTemplate
    /// For each of the template's statements the same for many rows, where there is one.
    let wide: [WideInsert?]

    /// A backend that owns a database and closes it.
    ///
    /// - Parameter template: Spelled for the database's dialect.
    package init(database: Database, template: SQLTemplate) {
        self.database = database
        self.template = template
        wide = template.statements.map { statement in
            database.dialect == .postgresql ? WideInsert(statement, parameters: template.parameterCount) : nil
        }
    }

    /// Lets the database plan each statement, which finds tables, columns and rights that are missing.
    package func check() async throws(DeliveryError) {
        let statements = template.statements.map { "EXPLAIN " + $0 }
        let nulls = template.nulls
        try await inDatabase { connection throws(DatabaseError) in
            for statement in statements { try connection.execute(statement, forEach: [nulls]) }
        }
    }

    package func deliver(_ batch: [Record]) async throws(DeliveryError) {
        var templated = TemplatedBatch(batch, template)
        while !templated.entries.isEmpty {
            let attempt = templated
            let refused = try await inDatabase { connection throws(DatabaseError) in
                try self.store(attempt, on: connection)
            }
            guard let refused else { break }
            templated.refuse(refused.index, refused.reason)
        }
        try templated.throwRefusals()
    }

    package func deliver(_ batch: [Record], on connection: any Connection) throws(DeliveryError) {
        let templated = TemplatedBatch(batch, template)
        try templated.throwRefusals()
        do throws(DatabaseError) {
            try insert(templated, on: connection)
        } catch {
            guard let index = error.row, error.blamesRow else { throw .later(error.message) }
            throw .never([DeliveryError.Refusal(position: templated.entries[index].position, reason: error.message)])
        }
    }

    package func close() async {
        database.close()
    }

    /// All rows or none; the one that was refused.
    private func store(
        _ batch: TemplatedBatch, on connection: any Connection
    ) throws(DatabaseError) -> (index: Int, reason: String)? {
        do {
            try connection.transaction { try insert(batch, on: connection) }
            return nil
        } catch let error as DatabaseError {
            guard let index = error.row, error.blamesRow else { throw error }
            return (index, error.message)
        } catch {
            throw DatabaseError(.other, "\(error)")
        }
    }

    /// Any trouble of the database's is one that may pass: the server comes back, an operator makes the table.
    private func inDatabase<R: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws(DatabaseError) -> R
    ) async throws(DeliveryError) -> R {
        do {
            return try await database.withConnection { try body($0) }
        } catch let error as DatabaseError {
            throw .later(error.message)
        } catch {
            throw .later("\(error)")
        }
    }
}

extension SQLTemplate {
    /// Nothing for each parameter.
    fileprivate var nulls: [SQLValue] {
        Array(repeating: .null, count: parameterCount)
    }
}
