// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// A connection to PostgreSQL.
final class PostgreSQLConnection: OpenConnection, Connection {
    private struct StatementKey: Hashable {
        let text: String
        let types: [Oid]
    }

    let link: ServerLink
    let usesNames: Bool
    let sessionNumber: Int?
    private var statements = StatementCache<StatementKey, String>()
    private var statementCount = 0
    /// Behind a pooler another's statement of the same name could be met; it would be run without a word.
    private let namePrefix = "datanommer_\(String(UInt64.random(in: 0...(.max)), radix: 36))"
    private var parameters = ParameterBuffer()
    var isStreaming = false

    init(url: String, database: String?, options: DatabaseOptions) throws(DatabaseError) {
        link = try ServerLink.connect(url: url, database: database, options: options)
        usesNames = options.preparedStatements
        sessionNumber = options.preparedStatements ? SessionNumber.next() : nil
    }

    var dialect: Dialect { .postgresql }

    func isAlive() -> Bool { link.isAlive() }

    func lend<R>(for work: Work, _ body: (any Connection) throws -> R) throws -> R {
        link.work = work
        defer {
            link.work = nil
            if PQtransactionStatus(link.handle) != PQTRANS_IDLE { rollBack() }
        }
        return try body(self)
    }

    func execute(_ statement: SQL) throws(DatabaseError) -> [Row] {
        try check()
        let text = statement.text
        let types = statement.values.map(PostgreSQLType.of)
        try parameters.fill(statement.values)
        guard usesNames else {
            try DatabaseError.checkText(text)
            return try link.run(text, types: types, parameters)
        }
        do {
            return try runPrepared(text, types)
        } catch {
            guard forget(text, types, after: error) else { throw error }
            return try runPrepared(text, types)
        }
    }

    func run(script: String) throws(DatabaseError) {
        try check()
        try DatabaseError.checkText(script)
        try link.command(script)
    }

    func check() throws(DatabaseError) {
        try link.work?.check()
        guard !isStreaming else { throw .streaming }
    }

    /// The name of the statement, prepared now or before.
    func prepare(_ text: String, _ types: [Oid]) throws(DatabaseError) -> String {
        let key = StatementKey(text: text, types: types)
        if let name = statements.find(key) { return name }
        try DatabaseError.checkText(text)
        statementCount += 1
        let name = "\(namePrefix)_\(statementCount)"
        try link.prepare(text, as: name, types: types)
        if let evicted = statements.insert(name, for: key) { try link.command("DEALLOCATE \(evicted)") }
        return name
    }

    private func runPrepared(_ text: String, _ types: [Oid]) throws(DatabaseError) -> [Row] {
        let name = try prepare(text, types)
        return try link.run(prepared: name, parameters, DatabaseError.excerpt(text))
    }

    /// Whether the error is of the prepared statement alone, so that it can be prepared anew and run again: the table
    /// changed under it (0A000), or somebody dropped it (26000). Within a transaction it is too late for that.
    private func forget(_ text: String, _ types: [Oid], after error: DatabaseError) -> Bool {
        guard error.sqlState == "0A000" || error.sqlState == "26000" else { return false }
        let key = StatementKey(text: text, types: types)
        guard statements.find(key) != nil else { return false }
        statements.remove(key)
        return PQtransactionStatus(link.handle) == PQTRANS_IDLE
    }
}
