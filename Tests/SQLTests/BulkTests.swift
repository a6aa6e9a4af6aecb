// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A statement run for many rows` {
    private func options(_ preparedStatements: Bool) -> DatabaseOptions {
        var options = DatabaseOptions()
        options.preparedStatements = preparedStatements
        return options
    }

    private static let table = "CREATE TABLE many (id bigint PRIMARY KEY, body text)"

    @Test(.timeLimit(.minutes(5)), arguments: Engine.allCases, [true, false])
    func `takes 5,000 rows of 4 KB and gives each back, both directions full`(engine: Engine, named: Bool) async throws
    {
        try await withDatabase(engine, options: options(named)) { database in
            let body = String(repeating: "é", count: 2_048)
            let rows = (0..<5_000).map { [SQLValue.integer(Int64($0)), .text("\($0)\(body)")] }
            let answers = try await database.withConnection { connection in
                try connection.run(script: Self.table)
                return try connection.execute(
                    "INSERT INTO many VALUES ($1, $2) ON CONFLICT DO NOTHING RETURNING id, body", forEach: rows)
            }
            #expect(answers == rows.map { [Row(values: $0)] })
        }
    }

    @Test(arguments: Engine.allCases, [true, false])
    func `names the row that was refused, keeps nothing, and goes on`(engine: Engine, named: Bool) async throws {
        try await withDatabase(engine, options: options(named)) { database in
            let rows = [1, 2, 3, 2, 5].map { [SQLValue.integer($0), .text("x")] }
            try await database.withConnection { try $0.run(script: Self.table) }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection {
                    try $0.execute("INSERT INTO many VALUES ($1, $2)", forEach: rows)
                }
            }
            #expect(error?.code == .constraint)
            #expect(error?.row == 3)
            #expect(try await database.withConnection { try $0.execute("SELECT * FROM many") } == [])
        }
    }

    @Test(arguments: Engine.allCases, [true, false])
    func `names the row whose text has a NUL, keeps nothing, and goes on`(engine: Engine, named: Bool) async throws {
        try await withDatabase(engine, options: options(named)) { database in
            let rows = (0..<2_000).map { [SQLValue.integer($0), .text($0 == 1_234 ? "\0" : "x")] }
            try await database.withConnection { try $0.run(script: Self.table) }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection {
                    try $0.execute("INSERT INTO many VALUES ($1, $2)", forEach: rows)
                }
            }
            #expect(error?.code == .invalidData)
            #expect(error?.row == 1_234)
            #expect(try await database.withConnection { try $0.execute("SELECT * FROM many") } == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `names the row of another type or length`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for odd in [[SQLValue.text("1"), .text("x")], [.integer(1)], []] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection {
                        try $0.execute("SELECT $1, $2", forEach: [[.null, .null], [.integer(1), .text("")], odd])
                    }
                }
                #expect(error?.code == .invalidData)
                #expect(error?.row == 2)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `takes nulls in any row, and no rows at all`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let stored = try await database.withConnection { connection in
                try connection.run(script: Self.table)
                let none = try connection.execute("INSERT INTO many VALUES ($1, $2)", forEach: [])
                try connection.execute(
                    "INSERT INTO many VALUES ($1, $2)",
                    forEach: [[.integer(1), .null], [.integer(2), .text("")], [.integer(3), .null]])
                return try (none, connection.execute("SELECT body FROM many ORDER BY id"))
            }
            #expect(stored.0 == [])
            #expect(stored.1 == [Row(values: [.null]), Row(values: [.text("")]), Row(values: [.null])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is part of the transaction around it`(engine: Engine) async throws {
        struct Changed: Error {}
        try await withDatabase(engine) { database in
            try await database.withConnection { try $0.run(script: Self.table) }
            await #expect(throws: Changed.self) {
                try await database.transaction { connection in
                    try connection.execute(
                        "INSERT INTO many VALUES ($1, 'x')", forEach: [[.integer(1)], [.integer(2)]])
                    throw Changed()
                }
            }
            try await database.transaction { connection in
                try connection.execute("INSERT INTO many VALUES ($1, 'x')", forEach: [[.integer(3)], [.integer(4)]])
            }
            let rows = try await database.withConnection { try $0.execute("SELECT id FROM many ORDER BY id") }
            #expect(rows == [Row(values: [.integer(3)]), Row(values: [.integer(4)])])
        }
    }
}
