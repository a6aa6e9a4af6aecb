// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A lent row` {
    private struct Enough: Error {}

    @Test(arguments: Engine.allCases)
    func `holds texts, numbers, moments and nulls as they are`(engine: Engine) async throws {
        let texts = `A value`.oddTexts + ["", "seven b", "éight", String(repeating: "日本語", count: 1_000)]
        let moment = Timestamp(microseconds: -62_135_596_800_000_001)
        try await withDatabase(engine) { database in
            let read = try await database.withConnection { connection in
                let columns = texts.map(SQLValue.text) + [.integer(.min), .timestamp(moment), .null, .bytes([0, 255])]
                let statement = "SELECT " + columns.map { "\($0)" as SQL }.joined(separator: ", ")
                var read: [[UInt8]] = []
                try connection.lend(statement) { row in
                    for column in texts.indices { read.append(Array(try row.bytes(column))) }
                    #expect(try row.integer(texts.count) == .min)
                    #expect(try row.integer(texts.count + 1) == moment.microseconds)
                    #expect(try row.optionalBytes(texts.count + 2) == nil)
                    #expect(Array(try row.bytes(texts.count + 3)) == [0, 255])
                    for column in [texts.count, texts.count + 2, texts.count + 4] {
                        #expect(throws: DatabaseError.self) { try row.bytes(column) }
                    }
                }
                return read
            }
            #expect(read == texts.map { Array($0.utf8) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a type that is not lent is an error, and so is what its reader throws; the connection is well`(
        engine: Engine
    ) async throws {
        try await withDatabase(engine) { database in
            await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.lend("SELECT \(0.5)") { _ in } }
            }
            try await expectAnswer(from: database)
            await #expect(throws: Enough.self) {
                try await database.withConnection { try $0.lend("SELECT 1 UNION ALL SELECT 2") { _ in throw Enough() } }
            }
            try await expectAnswer(from: database)
        }
    }

    @Test func `whose text is not UTF-8 is an error in SQLite, too`() async throws {
        try await withDatabase(.sqlite) { database in
            for text in ["ff", "61626364656667e9", "6162636465666768e9"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { connection in
                        try connection.lend(SQL(text: "SELECT CAST(x'\(text)' AS TEXT)")) { _ in }
                    }
                }
                #expect(error?.code == .invalidData && error?.message.contains("not UTF-8") == true, "\(text)")
            }
        }
    }
}

@Suite struct `A snapshot` {
    @Test(arguments: Engine.allCases)
    func `is one state of the database, which others go on writing`(engine: Engine) async throws {
        var options = DatabaseOptions()
        options.connections = 2
        try await withDatabase(engine, options: options) { database in
            try await database.withConnection { try $0.run(script: "CREATE TABLE seen (number bigint)") }
            let begun = Barrier(2)
            let written = Barrier(2)
            async let counts = database.withConnection { connection in
                try connection.snapshot {
                    let first = try connection.execute("SELECT count(*) FROM seen")[0].integer(0)
                    begun.arrive()
                    written.arrive()
                    return [first, try connection.execute("SELECT count(*) FROM seen")[0].integer(0)]
                }
            }
            try await database.withConnection { connection in
                begun.arrive()
                try connection.execute("INSERT INTO seen VALUES (\(1))")
                written.arrive()
            }
            #expect(try await counts == [0, 0])
            #expect(
                try await database.withConnection { try $0.execute("SELECT count(*) FROM seen")[0].integer(0) } == 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is none within a transaction`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.transaction { connection in try connection.snapshot {} }
            }
            #expect(error?.code == .other)
            try await expectAnswer(from: database)
        }
    }
}
