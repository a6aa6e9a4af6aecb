// SPDX-License-Identifier: Apache-2.0

internal import GRDB

/// One open SQLite file: write-ahead log, every commit flushed to disk, foreign keys checked.
///
/// GRDB opens it, prepares its statements and closes it; values are bound and read with SQLite's own functions, since
/// they take and give a text's exact bytes.
final class SQLiteFile: OpenConnection {
    let sessionNumber: Int? = SessionNumber.next()
    private let queue: DatabaseQueue
    private let watch: SQLiteWatch
    private let path: String
    private let identity: [UInt64]
    private var statements = StatementCache<String, SQLitePrepared>()

    /// Opens the file, read-only when it may not be written.
    ///
    /// - Throws: `.missing` when it is not there and may not be made, `.invalidData` when it is no database, `.busy`.
    init(path: String, options: DatabaseOptions) throws(DatabaseError) {
        watch = SQLiteWatch(busyTimeout: options.busyTimeout)
        queue = try Self.open(path: path, mayCreate: options.mayCreate, watch)
        self.path = path
        identity = Self.identity(of: path)
    }

    /// A file that was removed or replaced could still be written, to no avail: what its path leads to counts.
    func isAlive() -> Bool { Self.identity(of: path) == identity }

    func lend<R>(for work: Work, _ body: (any Connection) throws -> R) throws -> R {
        watch.begin(work)
        defer { watch.end() }
        return try queue.writeWithoutTransaction { database in
            guard let handle = database.sqliteConnection else { throw DatabaseError(.other, "the file was closed") }
            let connection = SQLiteConnection(self, database, handle, work)
            defer { connection.rollBackLeftOver() }
            return try body(connection)
        }
    }

    /// The statement, prepared now or before.
    func prepare(_ text: String, _ database: GRDB.Database) throws(DatabaseError) -> SQLitePrepared {
        if let statement = statements.find(text) { return statement }
        try DatabaseError.checkText(text)
        let statement: SQLitePrepared
        do {
            statement = SQLitePrepared(try database.makeStatement(sql: text))
        } catch {
            throw DatabaseError(grdb: error, "SQLite refused \(DatabaseError.excerpt(text))")
        }
        _ = statements.insert(statement, for: text)
        return statement
    }
}
