// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite(.timeLimit(.minutes(5))) struct `A pool` {
    private func options(connections: Int) -> DatabaseOptions {
        var options = DatabaseOptions()
        options.connections = connections
        return options
    }

    @Test(arguments: Engine.allCases)
    func `has all its connections work at once, off Swift's own threads`(engine: Engine) async throws {
        // More than there are processors: as many bodies blocked on Swift's threads would leave none to go on.
        try await withDatabase(engine, options: options(connections: 12)) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            let barrier = Barrier(13)
            let sum = try await withThrowingTaskGroup(of: Int64.self) { group in
                for number in 0..<12 {
                    group.addTask {
                        try await database.withConnection { connection in
                            barrier.arrive()
                            return try connection.execute("SELECT CAST(\(number) AS bigint)")[0].integer(0)
                        }
                    }
                }
                group.addTask {
                    barrier.arrive()
                    return 0
                }
                return try await group.reduce(0, +)
            }
            #expect(sum == 66)
        }
    }

    @Test(arguments: Engine.allCases)
    func `lends one connection to a hundred, one after the other`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE t (n integer); INSERT INTO t VALUES (0)")
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.transaction { connection in
                            let n = try connection.execute("SELECT n FROM t")[0].integer(0)
                            try connection.execute("UPDATE t SET n = \(n + 1)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.withConnection { try $0.execute("SELECT n FROM t")[0].integer(0) } == 100)
        }
    }

    @Test(arguments: Engine.allCases)
    func `writes through several connections without losing a row`(engine: Engine) async throws {
        try await withDatabase(engine, options: options(connections: 4)) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer PRIMARY KEY)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<40 {
                    group.addTask {
                        try await database.transaction { connection in
                            for id in 0..<25 { try connection.execute("INSERT INTO t VALUES (\(number * 25 + id))") }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let rows = try await database.withConnection { try $0.execute("SELECT count(*), max(id) FROM t") }
            #expect(rows == [Row(values: [.integer(1_000), .integer(999)])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `lets go of who was cancelled while waiting, and serves the next`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let isTaken = Signal()
            let mayEnd = Barrier(2)
            let reached = try await withThrowingTaskGroup(of: String.self) { group in
                group.addTask {
                    try await database.withConnection { _ in
                        isTaken.tell()
                        mayEnd.arrive()
                        return "first"
                    }
                }
                await isTaken.wait()
                let error = await withTaskGroup(of: (any Error)?.self) { waiting in
                    waiting.addTask {
                        do {
                            try await database.withConnection { _ in }
                            return nil
                        } catch {
                            return error
                        }
                    }
                    waiting.cancelAll()
                    return await waiting.next().flatMap(\.self)
                }
                #expect((error as? DatabaseError)?.code == .cancelled)
                mayEnd.arrive()
                return try await group.next()
            }
            #expect(reached == "first")
            #expect(try await database.withConnection { _ in "next" } == "next")
        }
    }

    @Test(arguments: Engine.allCases)
    func `that was closed ends what waits, not what works, and takes no more`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let isTaken = Signal()
            let mayEnd = Barrier(2)
            try await withThrowingTaskGroup(of: Int.self) { group in
                group.addTask {
                    try await database.withConnection { connection in
                        isTaken.tell()
                        mayEnd.arrive()
                        return try connection.execute("SELECT 1").count
                    }
                }
                await isTaken.wait()
                database.close()
                database.close()
                let error = await #expect(throws: DatabaseError.self) { try await database.withConnection { _ in } }
                #expect(error == DatabaseError(.other, "the database was closed by this program"))
                mayEnd.arrive()
                let count = try await group.next()
                #expect(count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `gives a connection back after an error`(engine: Engine) async throws {
        struct Changed: Error {}
        try await withDatabase(engine) { database in
            for _ in 0..<3 {
                await #expect(throws: Changed.self) { try await database.withConnection { _ in throw Changed() } }
            }
            try await expectAnswer(from: database)
        }
    }
}
