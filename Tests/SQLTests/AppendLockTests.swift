// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

/// Two sessions that append, and a third that reads after the last position it saw.
@Suite(.timeLimit(.minutes(5))) struct `A reader of a journal` {
    private static let append: SQL = "INSERT INTO journal (said) VALUES ('x') RETURNING id"
    private static let table = "CREATE TABLE journal (id bigint GENERATED ALWAYS AS IDENTITY, said text)"

    private func read(_ database: Database, after position: Int64) async throws -> [Int64] {
        try await database.withConnection {
            try $0.execute("SELECT id FROM journal WHERE id > \(position) ORDER BY id").map { try $0.integer(0) }
        }
    }

    @Test func `misses a row when positions are drawn without the lock`() async throws {
        try await withDatabaseURL(.postgresql) { url in
            let (slow, quick, reader) = (Database(url), Database(url), Database(url))
            try await reader.withConnection { try $0.run(script: Self.table) }
            let (hasDrawn, mayCommit) = (Signal(), Barrier(2))
            async let slowId = slow.transaction { connection in
                let id = try connection.execute(Self.append)[0].integer(0)
                hasDrawn.tell()
                mayCommit.arrive()
                return id
            }
            await hasDrawn.wait()
            let quickId = try await quick.transaction { try $0.execute(Self.append)[0].integer(0) }
            let seen = try await read(reader, after: 0)
            mayCommit.arrive()
            #expect(try await [slowId, quickId] == [1, 2])
            #expect(seen == [2])
            // Row 1 is there now, but not after position 2.
            #expect(try await read(reader, after: 2) == [])
            #expect(try await read(reader, after: 0) == [1, 2])
        }
    }

    @Test func `misses none when they are drawn with it`() async throws {
        try await withDatabaseURL(.postgresql) { url in
            let (slow, quick, reader) = (Database(url), Database(url), Database(url))
            try await reader.withConnection { try $0.run(script: Self.table) }
            let (hasDrawn, mayCommit) = (Signal(), Barrier(2))
            async let slowId = slow.transaction { connection in
                try connection.lockForAppending(journal: "journal")
                let id = try connection.execute(Self.append)[0].integer(0)
                hasDrawn.tell()
                mayCommit.arrive()
                return id
            }
            await hasDrawn.wait()
            async let quickId = quick.transaction { connection in
                try connection.lockForAppending(journal: "journal")
                return try connection.execute(Self.append)[0].integer(0)
            }
            // The second stands before the lock, so nothing it will write is drawn yet.
            let waiting: SQL = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            while try await reader.withConnection({ try $0.execute(waiting)[0].integer(0) }) == 0 {}
            let before = try await read(reader, after: 0)
            mayCommit.arrive()
            #expect(try await [slowId, quickId] == [1, 2])
            #expect(before == [])
            #expect(try await read(reader, after: 0) == [1, 2])
        }
    }

    @Test func `never waits for another journal's lock`() async throws {
        try await withDatabaseURL(.postgresql) { url in
            let (one, other) = (Database(url), Database(url))
            let (isLocked, mayCommit) = (Signal(), Barrier(2))
            async let first: Void = one.transaction { connection in
                try connection.lockForAppending(journal: "messages")
                isLocked.tell()
                mayCommit.arrive()
            }
            await isLocked.wait()
            try await other.transaction { try $0.lockForAppending(journal: "datapoints") }
            mayCommit.arrive()
            try await first
        }
    }

    @Test(arguments: Engine.allCases)
    func `sees every row of three who append at once, in order of their positions`(engine: Engine) async throws {
        var options = DatabaseOptions()
        options.connections = 4
        try await withDatabase(engine, options: options) { database in
            let table = engine == .sqlite ? "CREATE TABLE journal (id integer PRIMARY KEY, said text)" : Self.table
            try await database.withConnection { try $0.run(script: table) }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<3 {
                    group.addTask {
                        for _ in 0..<50 {
                            try await database.transaction { connection in
                                try connection.lockForAppending(journal: "journal")
                                for _ in 0..<4 { try connection.execute(Self.append) }
                            }
                        }
                    }
                }
                var seen: [Int64] = []
                while seen.count < 600 { seen += try await read(database, after: seen.last ?? 0) }
                try await group.waitForAll()
                #expect(seen == Array(1...600))
            }
        }
    }
}
