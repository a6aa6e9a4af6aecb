// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(5)), .serialized) struct `A server that is lost` {
    @Test func `in the middle of a statement is an error to retry, and the next work finds it back`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url())
            let began = Signal()
            let error = await withTaskGroup(of: DatabaseError?.self) { group in
                group.addTask {
                    await #expect(throws: DatabaseError.self) {
                        try await database.withConnection { connection in
                            began.tell()
                            try connection.execute("SELECT pg_sleep(3600)")
                        }
                    }
                }
                await began.wait()
                #expect(throws: Never.self) { try cluster.stop(.immediate) }
                return await group.next().flatMap(\.self)
            }
            #expect(error?.code == .unreachable)
            #expect(error?.isRetryable == true)

            let whileAway = await #expect(throws: DatabaseError.self) { try await database.withConnection { _ in } }
            #expect(whileAway?.code == .unreachable)
            #expect(whileAway?.isRetryable == true)

            try cluster.start()
            try await expectAnswer(from: database)
        }
    }

    @Test(arguments: [ScratchCluster.Stop.fast, .immediate])
    func `and back between two works is not noticed`(way: ScratchCluster.Stop) async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url())
            let statement: SQL = "SELECT \(1)"
            #expect(try await database.withConnection { try $0.execute(statement).count } == 1)
            try cluster.stop(way)
            try cluster.start()
            #expect(try await database.withConnection { try $0.execute(statement).count } == 1)
        }
    }

    @Test func `before COMMIT was answered leaves it open whether it was done`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url())
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { connection in
                    try connection.execute("SELECT 1")
                    try cluster.stop(.immediate)
                }
            }
            #expect(error?.code == .unreachable)
            #expect(error?.isRetryable == true)
            #expect(error?.message.hasPrefix("COMMIT got no answer") == true)
        }
    }

    @Test func `while rows are sent or read is an error to retry`() async throws {
        try await ScratchCluster.withOwn { cluster in
            let database = Database(try cluster.url())
            let works: [@Sendable (any Connection, Signal) throws -> Void] = [
                { connection, began in
                    began.tell()
                    try connection.execute("SELECT pg_sleep($1)", forEach: Array(repeating: [.real(3_600)], count: 9))
                },
                { connection, began in
                    // Some rows of 10 KB, which the server does not keep back, and one that never comes.
                    let rows: SQL = """
                        SELECT repeat('x', 10000), pg_sleep(CASE WHEN i < 9 THEN 0 ELSE 3600 END)
                        FROM generate_series(1, 9) AS i
                        """
                    try connection.stream(rows) { _ in began.tell() }
                },
                { connection, began in
                    let endless: SQL = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
                    try connection.stream(endless) { _ in began.tell() }
                },
            ]
            for work in works {
                let began = Signal()
                let error = await withTaskGroup(of: DatabaseError?.self) { group in
                    group.addTask {
                        await #expect(throws: DatabaseError.self) {
                            try await database.withConnection { try work($0, began) }
                        }
                    }
                    await began.wait()
                    #expect(throws: Never.self) { try cluster.stop(.immediate) }
                    return await group.next().flatMap(\.self)
                }
                #expect(error?.code == .unreachable)
                try cluster.start()
                try await expectAnswer(from: database)
            }
        }
    }

    @Test func `by an administrator who ends the session is an error to retry`() async throws {
        try await withDatabase(.postgresql) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.execute("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(error?.code == .unreachable)
            try await expectAnswer(from: database)
        }
    }

    /// What Citus says of a worker that is gone, over a connection that is well.
    @Test(arguments: ["08006", "57P01"])
    func `behind another is an error to retry on the same connection`(state: String) async throws {
        try await withDatabase(.postgresql) { database in
            let (error, pids) = try await database.withConnection { connection in
                let pid: SQL = "SELECT pg_backend_pid()"
                let before = try connection.execute(pid)
                let error = #expect(throws: DatabaseError.self) {
                    try connection.run(
                        script: "DO $$ BEGIN RAISE EXCEPTION 'a worker is gone' USING ERRCODE = '\(state)'; END $$")
                }
                return try (error, before + connection.execute(pid))
            }
            #expect(error?.code == .unreachable)
            #expect(error?.sqlState == state)
            #expect(error?.isRetryable == true)
            #expect(try await database.withConnection { try $0.execute("SELECT pg_backend_pid()")[0] } == pids[0])
            #expect(pids[0] == pids[1])
        }
    }
}
