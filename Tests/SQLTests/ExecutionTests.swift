// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A statement` {
    @Test(arguments: Engine.allCases)
    func `gives back what it inserted, and nothing for what was there already`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let answers = try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE said (id text PRIMARY KEY, body text)")
                return try (1...2).map { _ in
                    try connection.execute(
                        "INSERT INTO said VALUES (\("a"), \("b")) ON CONFLICT DO NOTHING RETURNING id, body")
                }
            }
            #expect(answers == [[Row(values: [.text("a"), .text("b")])], []])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a table that is not there tells to migrate`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.execute("SELECT * FROM messages WHERE id = \(1)") }
            }
            #expect(error?.code == .noSuchTable)
            #expect(error?.isRetryable == false)
            #expect(error?.message.hasSuffix("; run datanommer-migrate") == true)
            #expect(error?.message.contains("SELECT * FROM messages WHERE id = $1") == true)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that breaks a constraint is told from one that is wrong`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let errors = try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE one (id integer PRIMARY KEY, name text NOT NULL)")
                try connection.execute("INSERT INTO one VALUES (1, 'a')")
                return (["INSERT INTO one VALUES (1, 'b')", "INSERT INTO one VALUES (2, NULL)", "SELEKT 1"] as [SQL])
                    .map {
                        statement in
                        #expect(throws: DatabaseError.self) { try connection.execute(statement) }
                    }
            }
            #expect(errors.map { $0?.code } == [.constraint, .constraint, .other])
            #expect(errors.map { $0?.isRetryable } == [false, false, false])
        }
    }

    @Test(arguments: Engine.allCases)
    func `without all the values it wants is wrong, and no reason to try again`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection {
                    try $0.execute("SELECT CAST($1 AS bigint), CAST($2 AS bigint)", forEach: [[.integer(1)]])
                }
            }
            #expect(error?.code == .other)
            #expect(error?.isRetryable == false)
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds its values by number, in any order and more than once`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let answers = try await database.withConnection {
                try $0.execute(
                    "SELECT CAST($2 AS text), CAST($1 AS bigint), CAST($2 AS text)",
                    forEach: [[.integer(1), .text("b")], [.integer(2), .text("")]])
            }
            #expect(
                answers == [
                    [Row(values: [.text("b"), .integer(1), .text("b")])],
                    [Row(values: [.text(""), .integer(2), .text("")])],
                ])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is one statement; a NUL does not end it`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for text in ["SELECT 1; SELECT 2", "SELECT 1\0, 2"] {
                await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.execute(SQL(text: text)) }
                }
            }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.run(script: "SELECT 1; \0 SELECT 2") }
            }
            #expect(error?.code == .invalidData)
        }
    }

    @Test(arguments: Engine.allCases, [true, false])
    func `still runs after its table changed`(engine: Engine, preparedStatements: Bool) async throws {
        var options = DatabaseOptions()
        options.preparedStatements = preparedStatements
        try await withDatabase(engine, options: options) { database in
            let rows = try await database.withConnection { connection in
                let all: SQL = "SELECT * FROM growing WHERE id > \(0)"
                try connection.run(script: "CREATE TABLE growing (id integer)")
                try connection.execute("INSERT INTO growing VALUES (1)")
                let before = try connection.execute(all)
                try connection.run(script: "ALTER TABLE growing ADD COLUMN name text DEFAULT 'x'")
                return try [before, connection.execute(all)]
            }
            #expect(rows == [[Row(values: [.integer(1)])], [Row(values: [.integer(1), .text("x")])]])
        }
    }

    @Test func `still runs after what was prepared of it was dropped`() async throws {
        try await withDatabase(.postgresql) { database in
            let rows = try await database.withConnection { connection in
                let first = try connection.execute("SELECT \(1)")
                try connection.run(script: "DEALLOCATE ALL")
                return try first + connection.execute("SELECT \(1)")
            }
            #expect(rows == [Row(values: [.integer(1)]), Row(values: [.integer(1)])])
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { connection in
                    try connection.run(script: "DEALLOCATE ALL")
                    try connection.execute("SELECT \(1)")
                }
            }
            #expect(error?.message.hasSuffix("prepared statements must be switched off") == true)
        }
    }

    @Test(arguments: Engine.allCases)
    func `may be one of more texts than are kept prepared`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let sums = try await database.withConnection { connection in
                try (0..<2).map { _ in
                    try (0..<300).reduce(Int64(0)) { sum, number in
                        try sum + connection.execute("SELECT \(SQL(text: "\(number)")) + \(1)")[0].integer(0)
                    }
                }
            }
            #expect(sums == [45_150, 45_150])
        }
    }

    @Test(arguments: Engine.allCases)
    func `in a script runs with others, and a failed one is an error`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.withConnection {
                try $0.run(script: "-- first; second\nCREATE TABLE a (x text);\n\nINSERT INTO a VALUES (';');\n")
                try $0.run(script: "")
            }
            let rows = try await database.withConnection { try $0.execute("SELECT x FROM a") }
            #expect(rows == [Row(values: [.text(";")])])
            await #expect(throws: DatabaseError.self) {
                try await database.withConnection {
                    try $0.run(script: "INSERT INTO a VALUES ('y'); INSERT INTO b VALUES (1)")
                }
            }
        }
    }

    @Test func `that is COPY is refused, and the next connection is well`() async throws {
        try await withDatabase(.postgresql) { database in
            for script in ["COPY (SELECT 1) TO STDOUT", "CREATE TABLE c (x int); COPY c FROM STDIN"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.run(script: script) }
                }
                #expect(error?.code == .other)
                try await expectAnswer(from: database)
            }
        }
    }
}
