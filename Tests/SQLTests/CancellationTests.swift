// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(5))) struct `Cancelling a task` {
    private static func endless(_ engine: Engine) -> SQL {
        switch engine {
        case .sqlite: "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
        case .postgresql: "SELECT pg_sleep(3600)"
        }
    }

    private static let endlessRows: SQL =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"

    /// The error that work ends with when it is cancelled after it told of its beginning.
    private func cancelled(
        _ database: Database, _ work: @escaping @Sendable (any Connection, Signal) throws -> Void
    ) async -> DatabaseError? {
        let began = Signal()
        return await withTaskGroup(of: DatabaseError?.self) { group in
            group.addTask {
                do {
                    try await database.withConnection { try work($0, began) }
                    return nil
                } catch {
                    return error as? DatabaseError
                }
            }
            await began.wait()
            group.cancelAll()
            return await group.next().flatMap(\.self)
        }
    }

    @Test(arguments: Engine.allCases)
    func `stops its statement, and the connection is well`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await cancelled(database) { connection, began in
                began.tell()
                try connection.execute(Self.endless(engine))
            }
            #expect(error == DatabaseError(.cancelled, "given up, since the task that asked was cancelled"))
            try await expectAnswer(from: database)
        }
    }

    @Test func `stops its statement in the server too`() async throws {
        try await withDatabaseURL(.postgresql) { url in
            let (database, watcher) = (Database(url), Database(url))
            let running: SQL =
                "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'"
            let began = Signal()
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await database.withConnection { connection in
                        began.tell()
                        try connection.execute(Self.endless(.postgresql))
                    }
                }
                await began.wait()
                try await watcher.wait(for: running, toBe: 1)
                group.cancelAll()
                await #expect(throws: DatabaseError.self) { try await group.next() }
                try await watcher.wait(for: running, toBe: 0)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `stops a stream, and the connection is well`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await cancelled(database) { connection, began in
                try connection.stream(Self.endlessRows) { _ in began.tell() }
            }
            #expect(error?.code == .cancelled)
            try await expectAnswer(from: database)
        }
    }

    @Test(arguments: Engine.allCases)
    func `undoes its transaction, even when the body passes over it`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            let error = await cancelled(database) { connection, began in
                try connection.transaction {
                    try connection.execute("INSERT INTO t VALUES (1)")
                    began.tell()
                    _ = try? connection.execute(Self.endless(engine))
                }
            }
            #expect(error?.code == .cancelled)
            #expect(try await database.withConnection { try $0.execute("SELECT id FROM t") } == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `stops a statement run for many rows`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await cancelled(database) { connection, began in
                try connection.run(script: "CREATE TABLE t (id integer)")
                began.tell()
                let text = engine == .sqlite ? Self.endless(engine).text + " WHERE i <> $1" : "SELECT pg_sleep($1)"
                try connection.execute(text, forEach: Array(repeating: [.real(3_600)], count: 100))
            }
            #expect(error?.code == .cancelled)
            try await expectAnswer(from: database)
        }
    }

    @Test(arguments: Engine.allCases)
    func `beforehand has nothing begun`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            await withTaskGroup(of: Void.self) { group in
                group.cancelAll()
                group.addTask {
                    let error = await #expect(throws: DatabaseError.self) {
                        try await database.withConnection { _ in Issue.record("the body was called") }
                    }
                    #expect(error?.code == .cancelled)
                }
            }
        }
    }

    @Test func `ends the wait for another's lock on a file`() async throws {
        var options = DatabaseOptions()
        options.busyTimeout = .seconds(3_600)
        options.connections = 2
        try await withDatabase(.sqlite, options: options) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            try await database.transaction { _ in }
            let error = await withLock(on: database) {
                await cancelled(database) { connection, began in
                    began.tell()
                    try connection.transaction {}
                }
            }
            #expect(error?.code == .cancelled)
        }
    }

    /// Runs the body while another connection holds the write lock.
    private func withLock<R: Sendable>(on database: Database, _ body: () async -> R) async -> R {
        let (isTaken, mayEnd) = (Signal(), Barrier(2))
        async let holder: Void? = try? database.transaction { _ in
            isTaken.tell()
            mayEnd.arrive()
        }
        await isTaken.wait()
        let result = await body()
        mayEnd.arrive()
        await holder
        return result
    }
}

extension Database {
    /// Asks again and again, until the answer is the number. The test's time limit ends it.
    fileprivate func wait(for question: SQL, toBe number: Int64) async throws {
        while try await withConnection({ try $0.execute(question)[0].integer(0) }) != number {}
    }
}
