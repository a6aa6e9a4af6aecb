// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(3)), .serialized) struct `A server that gives no answer` {
    private static let pid: SQL = "SELECT pg_backend_pid()"

    private static let options = {
        var options = DatabaseOptions()
        options.answerTimeout = .seconds(1)
        options.connectTimeout = .seconds(2)
        return options
    }()

    @Test func `because of a lock stops its statement in time, and the connection goes on`() async throws {
        try await withDatabaseURL(.postgresql) { url in
            let (database, other) = (Database(url, options: Self.options), Database(url))
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            let before = try await database.withConnection { try $0.execute(Self.pid) }
            let (isTaken, mayEnd) = (Signal(), Barrier(2))
            async let holder: Void? = try? other.transaction { connection in
                try connection.execute("LOCK TABLE t")
                isTaken.tell()
                mayEnd.arrive()
            }
            await isTaken.wait()
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
            }
            mayEnd.arrive()
            await holder
            #expect(error?.code == .busy && error?.isRetryable == true && error?.sqlState == "57014")
            #expect(error?.message.contains("told to stop") == true)
            #expect(try await database.withConnection { try $0.execute(Self.pid) } == before)
            #expect(try await database.withConnection { try $0.execute("SELECT id FROM t") } == [])
        }
    }

    @Test func `and does not heed the wish to stop loses the connection, and is found back`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url(), options: Self.options)
            let before = try await database.withConnection { try $0.execute(Self.pid) }
            try cluster.freeze()
            let works: [@Sendable (any Connection) throws -> Void] = [
                { try $0.execute("SELECT 1") },
                { try $0.execute("SELECT $1", forEach: Array(repeating: [.text("x")], count: 100_000)) },
            ]
            for work in works {
                let error = await #expect(throws: DatabaseError.self) { try await database.withConnection(work) }
                #expect(error?.code == .unreachable && error?.isRetryable == true, "\(String(describing: error))")
            }
            try cluster.thaw()
            #expect(try await database.withConnection { try $0.execute(Self.pid) } != before)
        }
    }

    @Test func `and is frozen, killed and started again is found back`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url(), options: Self.options)
            try await database.withConnection { _ in }
            try cluster.freeze()
            await #expect(throws: DatabaseError.self) { try await database.withConnection { try $0.execute(Self.pid) } }
            try await cluster.kill9()
            try cluster.start()
            try await expectAnswer(from: database)
        }
    }

    @Test func `and is frozen does not keep a cancelled task, with any number of rows on their way`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url())
            try await database.withConnection { _ in }
            try cluster.freeze()
            let error = await withTaskGroup(of: DatabaseError?.self) { group in
                group.addTask {
                    await #expect(throws: DatabaseError.self) {
                        try await database.withConnection {
                            try $0.execute("SELECT $1", forEach: Array(repeating: [.text("x")], count: 100_000))
                        }
                    }
                }
                group.cancelAll()
                return await group.next().flatMap(\.self)
            }
            #expect(error?.code == .cancelled)
            try cluster.thaw()
        }
    }

    /// Told to stop, it would answer that the COMMIT was done, though the standby does not have it.
    @Test func `to COMMIT, since its standby is away, is not told to stop: it stays open whether it was done`()
        async throws
    {
        try await ScratchCluster.withOwn { cluster in
            try await cluster.run("CREATE TABLE t (id integer)")
            try await cluster.set("synchronous_commit", to: "on")
            try await cluster.set("synchronous_standby_names", to: "'nobody'")
            let database = Database(try cluster.url(), options: Self.options)
            let error = try await unanswered(database) { _ = try $0.execute("INSERT INTO t VALUES (1)") }
            #expect(error.code == .unreachable && error.isRetryable)
            #expect(error.message.hasPrefix("COMMIT got no answer"))
        }
    }

    @Test func `to one who found everything there already, for the same reason, has not confirmed it`() async throws {
        try await ScratchCluster.withOwn { cluster in
            try await cluster.set("synchronous_commit", to: "on")
            try await cluster.set("synchronous_standby_names", to: "'nobody'")
            let database = Database(try cluster.url(), options: Self.options)
            let error = try await unanswered(database) { try $0.confirmWhatIsThere() }
            #expect(error.message.hasPrefix("COMMIT got no answer"))
            // Who only reads waits for nobody.
            try await database.transaction { try $0.execute("SELECT 1") }
        }
    }

    /// The error of a transaction, once the server heeds that it has to wait: changed settings reach it by and by.
    private func unanswered(
        _ database: Database, _ body: @escaping @Sendable (any Connection) throws -> Void
    ) async throws -> DatabaseError {
        try await eventually("a COMMIT that waits for a standby") {
            do {
                try await database.transaction(body)
                return nil
            } catch let error as DatabaseError {
                return error
            }
        }
    }
}
