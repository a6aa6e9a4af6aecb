// SPDX-License-Identifier: Apache-2.0

/// A database: a pool of connections, each opened when it is first wanted and again when it was lost.
///
/// Work is handed in as a closure and runs on a connection's own queue; when all connections are busy it waits for its
/// turn, first come, first served.
package final class Database: Sendable {
    /// Where it is.
    package let url: DatabaseURL
    private let pool: SessionPool

    /// A database that is not touched before its first work.
    package init(_ url: DatabaseURL, options: DatabaseOptions = DatabaseOptions()) {
        self.url = url
        pool = SessionPool(url: url, options: options)
    }

    /// Which database it is.
    package var dialect: Dialect { url.dialect }

    /// Lends a connection to the body, and takes it back when the body is done.
    ///
    /// A transaction the body left open is rolled back. Cancelling the task stops the statement that runs; a connect that
    /// is under way is waited for, at most ``DatabaseOptions/connectTimeout`` for each host.
    ///
    /// - Throws: What the body throws; ``DatabaseError`` when no connection can be had, with `.cancelled` when the task
    ///   was cancelled before the body began, and with `.other` after ``close()``.
    @discardableResult
    package func withConnection<R: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> R
    ) async throws -> R {
        let session = try await pool.take()
        defer { pool.giveBack(session) }
        let work = Work()
        return try await withTaskCancellationHandler {
            try await session.run(work, body)
        } onCancel: {
            work.cancel()
        }
    }

    /// Lends a connection to the body inside a transaction: see ``withConnection(_:)`` and ``Connection/transaction(_:)``.
    @discardableResult
    package func transaction<R: Sendable>(
        _ body: @escaping @Sendable (any Connection) throws -> R
    ) async throws -> R {
        try await withConnection { connection in
            try connection.transaction { try body(connection) }
        }
    }

    /// Ends the database: work that waits for a connection fails, work that runs goes on, and each connection is closed
    /// when its work is done. Waits for none of it. A second time does nothing.
    ///
    /// A database that is let go closes its connections by itself.
    package func close() {
        pool.close()
    }
}
