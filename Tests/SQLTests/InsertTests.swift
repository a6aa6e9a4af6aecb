// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Synchronization
import Testing

@Suite struct `Rows that are all new` {
    private static let table = "CREATE TABLE many (id bigint PRIMARY KEY, body text, at timestamptz)"

    private func withTable<R: Sendable>(
        _ engine: Engine, _ body: @Sendable (Database) async throws -> R
    ) async throws -> R {
        try await withDatabase(engine) { database in
            try await database.withConnection { try $0.run(script: Self.table) }
            return try await body(database)
        }
    }

    private func all(_ database: Database) async throws -> [Row] {
        try await database.withConnection { try $0.execute("SELECT id, body FROM many ORDER BY id") }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Engine.allCases)
    func `are there as they were, 20,000 of 4 KB of them, and the connection goes on`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let body = String(repeating: "é", count: 2_048)
            let rows = (0..<20_000).map { [SQLValue.integer(Int64($0)), .text("\($0)\(body)")] }
            try await database.withConnection { try $0.insert(rows, into: "many", ["id", "body"]) }
            let stored = try await all(database)
            #expect(stored == rows.map { Row(values: $0) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `keep nulls, empty texts, odd texts and every moment`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let moments = [-62_135_596_800_000_001, -1, 0, 1_361_166_918_250_001, 253_402_300_800_000_000].map {
                Timestamp(microseconds: $0)
            }
            let texts: [SQLValue] = [.null, .text(""), .text("\\N\t\n\u{1}"), .text("PGCOPY\u{FFFF}"), .text("🎉")]
            let rows = zip(texts, moments).enumerated().map { [.integer(Int64($0)), $1.0, .timestamp($1.1)] }
            try await database.withConnection { try $0.insert(rows, into: "many", ["id", "body", "at"]) }
            let stored = try await database.withConnection { try $0.execute("SELECT body, at FROM many ORDER BY id") }
            #expect(stored.map { $0.values[0] } == texts)
            #expect(try stored.map { try $0.timestamp(1) } == moments)
        }
    }

    @Test(arguments: Engine.allCases)
    func `are asked for one by one, and no more of them behind a wrong one`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let asked = Mutex(0)
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { connection in
                    try connection.insert(into: "many", ["id", "body"]) {
                        let row = asked.withLock { (asked: inout Int) in
                            defer { asked += 1 }
                            return asked
                        }
                        // Who asks on and on is to fail, not to hang.
                        guard row < 1_000 else { return nil }
                        return [.integer(Int64(row)), row == 5 ? .integer(5) : .text("x")]
                    }
                }
            }
            #expect(error?.code == .invalidData)
            #expect(error?.row == 5)
            #expect(asked.withLock { $0 } == 6)
            let stored = try await all(database)
            #expect(stored == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `keep their texts behind one of 3 MB, empty ones and nulls too`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let long = String(repeating: "é", count: 1_500_000)
            let texts: [SQLValue] = [.text(long), .text(""), .null, .text("x"), .text(long), .null, .text("")]
            let rows = texts.enumerated().map { [SQLValue.integer(Int64($0)), $1] }
            try await database.withConnection { try $0.insert(rows, into: "many", ["id", "body"]) }
            let stored = try await all(database)
            #expect(stored == rows.map { Row(values: $0) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `that are not new after all are refused, all of them`(engine: Engine) async throws {
        try await withTable(engine) { database in
            let rows = [1, 2, 3, 2, 5].map { [SQLValue.integer($0), .text("x")] }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.insert(rows, into: "many", ["id", "body"]) }
            }
            #expect(error?.code == .constraint)
            let stored = try await all(database)
            #expect(stored == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `with a NUL or a type that is another in their midst leave nothing`(engine: Engine) async throws {
        try await withTable(engine) { database in
            for odd in [SQLValue.text("\0"), .integer(7)] {
                let rows = (0..<3_000).map { [SQLValue.integer($0), $0 == 2_345 ? odd : .text("x")] }
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.insert(rows, into: "many", ["id", "body"]) }
                }
                #expect(error?.code == .invalidData)
                let stored = try await all(database)
                #expect(stored == [])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `may be none, and a table may be missing`(engine: Engine) async throws {
        try await withTable(engine) { database in
            try await database.withConnection { try $0.insert([], into: "many", ["id"]) }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.insert([[.integer(1)]], into: "none", ["id"]) }
            }
            #expect(error?.code == .noSuchTable)
            let stored = try await all(database)
            #expect(stored == [])
        }
    }

    @Test func `that wait for a lock are given up when the task is cancelled`() async throws {
        try await withTable(.postgresql) { database in
            let other = Database(database.url)
            let isLocked = Signal()
            let isDone = Barrier(2)
            async let holder: Void = other.transaction { connection in
                try connection.run(script: "LOCK TABLE many IN ACCESS EXCLUSIVE MODE")
                isLocked.tell()
                isDone.arrive()
            }
            await isLocked.wait()
            let waiting = Task {
                try await database.withConnection { try $0.insert([[.integer(1)]], into: "many", ["id"]) }
            }
            waiting.cancel()
            let error = await #expect(throws: DatabaseError.self) { try await waiting.value }
            #expect(error?.code == .cancelled)
            isDone.arrive()
            try await holder
            let stored = try await all(database)
            #expect(stored == [])
        }
    }
}
