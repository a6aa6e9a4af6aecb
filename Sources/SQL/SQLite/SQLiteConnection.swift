// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

/// A ``SQLiteFile`` as it is lent to one piece of work.
final class SQLiteConnection: Connection {
    private let file: SQLiteFile
    private let database: GRDB.Database
    private let handle: OpaquePointer
    private let work: Work
    private var isStreaming = false

    init(_ file: SQLiteFile, _ database: GRDB.Database, _ handle: OpaquePointer, _ work: Work) {
        self.file = file
        self.database = database
        self.handle = handle
        self.work = work
    }

    var dialect: Dialect { .sqlite }
    var sessionNumber: Int? { file.sessionNumber }

    func execute(_ statement: SQL) throws(DatabaseError) -> [Row] {
        try check()
        return try rows(of: statement)
    }

    func execute(_ statement: String, forEach rows: [[SQLValue]]) throws(DatabaseError) -> [[Row]] {
        try check()
        _ = try SQLValue.samples(of: rows)
        guard !isInTransaction else { return try run(statement, rows) }
        try begin()
        defer { rollBackLeftOver() }
        let answers = try run(statement, rows)
        try commit()
        return answers
    }

    func insert(into table: String, _ columns: [String], _ next: () -> [SQLValue]?) throws(DatabaseError) {
        try check()
        guard let first = next() else { return }
        let places = (1...max(1, columns.count)).map { "$\($0)" }
        let statement =
            "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\(places.joined(separator: ", ")))"
        guard !isInTransaction else { return try put(first, next, by: statement) }
        try begin()
        defer { rollBackLeftOver() }
        try put(first, next, by: statement)
        try commit()
    }

    func stream(_ statement: SQL, _ body: (Row) throws -> Void) throws {
        try stepping(through: statement) { prepared in try body(try explained(prepared.row)) }
    }

    func lend(_ statement: SQL, _ body: (LentRow) throws -> Void) throws {
        var row = LentRow()
        try stepping(through: statement) { prepared in
            try explained { () throws(DatabaseError) in try prepared.fill(&row) }
            try body(row)
        }
    }

    private func stepping(through statement: SQL, _ body: (SQLitePrepared) throws -> Void) throws {
        try check()
        isStreaming = true
        defer { isStreaming = false }
        let prepared = try file.prepare(statement.text, database)
        defer { prepared.reset() }
        try explained { () throws(DatabaseError) in try prepared.bind(statement.values) }
        while try explained(prepared.isAtRow) { try body(prepared) }
    }

    func snapshot<R>(_ body: () throws -> R) throws -> R {
        try check()
        guard !isInTransaction else { throw DatabaseError.transactionInTransaction }
        // Without IMMEDIATE it only ever reads: the state is that at its first question.
        try rows(of: "BEGIN")
        defer { rollBackLeftOver() }
        return try body()
    }

    func transaction<R>(_ body: () throws -> R) throws -> R {
        try check()
        guard !isInTransaction else { throw DatabaseError.transactionInTransaction }
        try begin()
        defer { rollBackLeftOver() }
        let result = try body()
        try commit()
        return result
    }

    func run(script: String) throws(DatabaseError) {
        try check()
        try DatabaseError.checkText(script)
        guard sqlite3_exec(handle, script, nil, nil, nil) == SQLITE_OK else {
            throw explain(DatabaseError(sqlite: handle, "SQLite refused the script \(DatabaseError.excerpt(script))"))
        }
    }

    /// Ends a transaction that the work began by hand and did not end.
    func rollBackLeftOver() {
        guard isInTransaction else { return }
        // What fails here is the rollback of a file that cannot be written; closing rolls back too.
        _ = try? rows(of: "ROLLBACK")
    }

    private var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    private func check() throws(DatabaseError) {
        try work.check()
        guard !isStreaming else { throw .streaming }
    }

    private func begin() throws(DatabaseError) {
        // A file that can only be read has no write lock to take.
        try rows(of: sqlite3_db_readonly(handle, "main") == 1 ? "BEGIN" : "BEGIN IMMEDIATE")
    }

    private func commit() throws(DatabaseError) {
        try work.check()
        guard isInTransaction else { throw .transactionWasLost }
        try rows(of: "COMMIT")
    }

    @discardableResult
    private func rows(of statement: SQL) throws(DatabaseError) -> [Row] {
        let text = statement.text
        let prepared = try file.prepare(text, database)
        return try explained { () throws(DatabaseError) in try prepared.run(statement.values) }
    }

    private func put(_ first: [SQLValue], _ next: () -> [SQLValue]?, by statement: String) throws(DatabaseError) {
        let prepared = try file.prepare(statement, database)
        var (samples, following, index) = (ColumnSamples(), Optional(first), 0)
        while let row = following {
            try work.check()
            do {
                try samples.compare(row)
                try prepared.put(row)
            } catch {
                var error = explain(error)
                error.row = index
                throw error
            }
            (following, index) = (next(), index + 1)
        }
    }

    private func run(_ statement: String, _ rows: [[SQLValue]]) throws(DatabaseError) -> [[Row]] {
        let prepared = try file.prepare(statement, database)
        var answers: [[Row]] = []
        answers.reserveCapacity(rows.count)
        for (index, values) in rows.enumerated() {
            try work.check()
            do {
                answers.append(try prepared.run(values))
            } catch {
                var error = explain(error)
                error.row = index
                throw error
            }
        }
        return answers
    }

    private func explained<R>(_ body: () throws(DatabaseError) -> R) throws(DatabaseError) -> R {
        do { return try body() } catch { throw explain(error) }
    }

    /// A statement stopped, or a lock not waited for, because the task was cancelled.
    private func explain(_ error: DatabaseError) -> DatabaseError {
        work.isCancelled && (error.code == .busy || error.code == .cancelled) ? .cancelled : error
    }
}
