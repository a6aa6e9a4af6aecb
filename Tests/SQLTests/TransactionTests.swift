// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A transaction` {
    struct Changed: Error {}

    private func withTable(_ engine: Engine, _ body: (Database) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer PRIMARY KEY)") }
            try await body(database)
        }
    }

    private func ids(_ database: Database) async throws -> [Int64] {
        try await database.withConnection { try $0.execute("SELECT id FROM t ORDER BY id") }.map { try $0.integer(0) }
    }

    @Test(arguments: Engine.allCases)
    func `is done when the body returns, and undone when it throws`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let answer = try await database.transaction { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                return "done"
            }
            await #expect(throws: Changed.self) {
                try await database.transaction { connection in
                    try connection.execute("INSERT INTO t VALUES (2)")
                    throw Changed()
                }
            }
            #expect(answer == "done")
            #expect(try await ids(database) == [1])
        }
    }

    @Test(arguments: Engine.allCases)
    func `in a transaction is an error, and the outer one goes on`(engine: Engine) async throws {
        try await withTable(engine) { database in
            try await database.transaction { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                let error = #expect(throws: DatabaseError.self) { try connection.transaction {} }
                #expect(error?.message == "a transaction cannot begin within a transaction")
                try connection.execute("INSERT INTO t VALUES (2)")
            }
            #expect(try await ids(database) == [1, 2])
        }
    }

    @Test(arguments: Engine.allCases)
    func `that was ended by hand inside is not said to be done`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    try connection.run(script: "ROLLBACK")
                }
            }
            #expect(error?.message.hasPrefix("nothing was committed") == true)
            let ids = try await ids(database)
            #expect(ids == [])
        }
    }

    @Test func `of PostgreSQL whose failed statement was passed over is not said to be done`() async throws {
        try await withTable(.postgresql) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { connection in
                    try connection.execute("INSERT INTO t VALUES (1)")
                    #expect(throws: DatabaseError.self) { try connection.execute("INSERT INTO t VALUES (1)") }
                }
            }
            #expect(error?.message.hasPrefix("nothing was committed") == true)
            let ids = try await ids(database)
            #expect(ids == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `left open by the work is undone`(engine: Engine) async throws {
        try await withTable(engine) { database in
            try await database.withConnection { connection in
                try connection.run(script: "BEGIN")
                try connection.execute("INSERT INTO t VALUES (1)")
            }
            let ids = try await ids(database)
            #expect(ids == [])
        }
    }

    @Test func `of two that wait for each other gives way, as a conflict to be tried again`() async throws {
        var options = DatabaseOptions()
        options.connections = 2
        try await withDatabase(.postgresql, options: options) { database in
            try await database.withConnection {
                try $0.run(script: "CREATE TABLE t (id integer, n integer); INSERT INTO t VALUES (1, 0), (2, 0)")
            }
            let bothHaveOne = Barrier(2)
            let errors = await withTaskGroup(of: DatabaseError?.self) { group in
                for (first, second) in [(1, 2), (2, 1)] {
                    group.addTask {
                        do {
                            try await database.transaction { connection in
                                try connection.execute("UPDATE t SET n = n + 1 WHERE id = \(first)")
                                bothHaveOne.arrive()
                                try connection.execute("UPDATE t SET n = n + 1 WHERE id = \(second)")
                            }
                            return nil
                        } catch {
                            return error as? DatabaseError
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let error = try #require(errors.compactMap(\.self).first)
            #expect(errors.compactMap(\.self).count == 1)
            #expect(error.code == .conflict)
            #expect(error.isRetryable)
            #expect(try await database.withConnection { try $0.execute("SELECT sum(n) FROM t")[0].integer(0) } == 2)
        }
    }
}
