// SPDX-License-Identifier: Apache-2.0

/// One open connection, lent to a piece of work by ``Database/withConnection(_:)``.
///
/// Its methods block until the database answered. They run on the connection's own queue and so neither hold up Swift's
/// thread pool nor let two pieces of work interleave in one transaction.
///
/// When the task that asked is cancelled, the running statement is stopped and each further one throws `.cancelled`.
///
/// - Important: Must not leave the closure it was lent to.
package protocol Connection: AnyObject {
    /// Which database this is.
    var dialect: Dialect { get }

    /// Tells the session from every other one of this process; nil behind a pooler, which may change the server unseen.
    ///
    /// What was committed and seen in a session is there as long as the session is: a server that loses something ends
    /// its sessions.
    var sessionNumber: Int? { get }

    /// Runs one statement and gives back all its rows.
    ///
    /// It is prepared once and kept, by its text and the types of its values, so text should not vary with data.
    ///
    /// - Throws: ``DatabaseError``. In PostgreSQL an error inside a transaction leaves nothing to do but end it.
    @discardableResult
    func execute(_ statement: SQL) throws(DatabaseError) -> [Row]

    /// Runs one statement once for each row of values, in order, and gives back the rows that each run returned.
    ///
    /// All or nothing: outside a transaction it makes one of its own. PostgreSQL gets the runs without waiting for
    /// answers in between (libpq's pipeline mode), so thousands cost hardly more than one round trip.
    ///
    /// - Parameters:
    ///   - statement: The text, with `$1` … `$n` for the values.
    ///   - rows: The values of each run. A column holds values of one type, and nulls.
    /// - Throws: ``DatabaseError``, whose ``DatabaseError/row`` tells which row was refused.
    @discardableResult
    func execute(_ statement: String, forEach rows: [[SQLValue]]) throws(DatabaseError) -> [[Row]]

    /// Adds rows to a table, all or none, the fastest way the engine has. None of them may be there already.
    ///
    /// Each row is asked for when its turn has come: PostgreSQL takes those before it in the meantime, and few are in memory
    /// at once.
    ///
    /// - Parameters:
    ///   - columns: The columns of the values, in their order. Each gets values of its own type, and nulls.
    ///   - next: The next row, or nil behind the last. Must not use the connection.
    /// - Throws: ``DatabaseError``: `.constraint` where a row is there already, whichever it is. Inside a transaction an
    ///   error leaves nothing to do but end it.
    func insert(into table: String, _ columns: [String], _ next: () -> [SQLValue]?) throws(DatabaseError)

    /// Reads the rows of a SELECT one by one, however many there are, in flat memory.
    ///
    /// The connection can do nothing else until the last row was read. When the body throws, reading stops and the error
    /// is passed on; the connection stays usable, but a PostgreSQL transaction around it can only be rolled back.
    ///
    /// - Throws: ``DatabaseError``, and what the body throws.
    func stream(_ statement: SQL, _ body: (Row) throws -> Void) throws

    /// The same for those who copy what they need straight from the engine: rows of texts, whole numbers and moments,
    /// each lent until the body returns.
    ///
    /// - Throws: ``DatabaseError``, `.invalidData` for values of other types; and what the body throws.
    func lend(_ statement: SQL, _ body: (LentRow) throws -> Void) throws

    /// Runs a body all of whose questions are answered from one and the same state of the database, whoever writes.
    ///
    /// Nothing can be written in it. In SQLite it takes no lock that a writer would wait for.
    ///
    /// - Throws: What the body throws; ``DatabaseError``, with `.other` within a transaction.
    @discardableResult
    func snapshot<R>(_ body: () throws -> R) throws -> R

    /// Runs the body in a transaction: commits when it returns, rolls back when it throws.
    ///
    /// In SQLite it takes the write lock at once, so it cannot fail half-way for want of it.
    ///
    /// - Throws: What the body throws; ``DatabaseError``, with `.other` for a transaction within a transaction, and with
    ///   `.unreachable` where COMMIT got no answer, so that it is not known whether it was done.
    @discardableResult
    func transaction<R>(_ body: () throws -> R) throws -> R

    /// Runs a script of several statements without values, such as a migration file.
    ///
    /// - Throws: ``DatabaseError``. Outside a transaction, what a failed script did before may stay done.
    func run(script: String) throws(DatabaseError)
}

extension Connection {
    /// The same for rows that are there.
    ///
    /// - Throws: ``DatabaseError``, as above.
    package func insert(_ rows: [[SQLValue]], into table: String, _ columns: [String]) throws(DatabaseError) {
        var rows = rows.makeIterator()
        try insert(into: table, columns) { rows.next() }
    }
}
