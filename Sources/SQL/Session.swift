// SPDX-License-Identifier: Apache-2.0

internal import Executors

/// One place in the pool: a connection that is opened when it is wanted and opened again when it was lost.
///
/// All of it happens on the session's own queue, since the engines' calls block.
actor Session {
    private let executor = QueueExecutor(label: "datanommer.sql.session")
    private let url: DatabaseURL
    private let options: DatabaseOptions
    private var connection: (any OpenConnection)?

    init(url: DatabaseURL, options: DatabaseOptions) {
        self.url = url
        self.options = options
    }

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    func run<R: Sendable>(_ work: Work, _ body: @Sendable (any Connection) throws -> R) throws -> R {
        try work.check()
        return try ready().lend(for: work) { connection in
            try work.check()
            return try body(connection)
        }
    }

    private func ready() throws(DatabaseError) -> any OpenConnection {
        if let connection, connection.isAlive() { return connection }
        // Let go before another is opened: the server may count both.
        connection = nil
        let opened = try open()
        connection = opened
        return opened
    }

    private func open() throws(DatabaseError) -> any OpenConnection {
        switch url.place {
        case .sqlite(let path):
            try SQLiteFile(path: path, options: options)
        case .postgresql(let url, let database):
            try PostgreSQLConnection(url: url, database: database, options: options)
        }
    }
}
