// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite struct `A SQLite file` {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        try await body(folder.path)
    }

    private func database(_ path: String, mayCreate: Bool = false, busyTimeout: Duration = .zero) throws -> Database {
        var options = DatabaseOptions()
        options.mayCreate = mayCreate
        options.busyTimeout = busyTimeout
        return Database(try DatabaseURL("sqlite:///\(path)"), options: options)
    }

    private func error(_ database: Database, _ script: String = "CREATE TABLE t (id integer)") async -> DatabaseError? {
        await #expect(throws: DatabaseError.self) { try await database.withConnection { try $0.run(script: script) } }
    }

    @Test func `that is not there is an error that says so, and is not made`() async throws {
        try await withFolder { folder in
            let missing = await error(try database("\(folder)/a.db"))
            #expect(
                missing
                    == DatabaseError(
                        .missing, "there is no SQLite database \(folder)/a.db; datanommer-create-db makes one"))
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/a.db"))
            let homeless = await error(try database("\(folder)/b/a.db", mayCreate: true))
            #expect(homeless?.code == .missing)
            #expect(homeless?.message.contains("\(folder)/b") == true)
        }
    }

    @Test func `is written ahead, flushed, and checked for foreign keys`() async throws {
        try await withFolder { folder in
            let database = try database("\(folder)/a.db", mayCreate: true)
            let settings = try await database.withConnection { connection in
                try (["journal_mode", "synchronous", "foreign_keys"] as [String]).flatMap {
                    try connection.execute(SQL(text: "PRAGMA \($0)"))
                }
            }
            #expect(settings == [Row(values: [.text("wal")]), Row(values: [.integer(2)]), Row(values: [.integer(1)])])
        }
    }

    @Test func `that is new can give pages back, and one that is not stays as it is`() async throws {
        try await withFolder { folder in
            _ = FileManager.default.createFile(atPath: "\(folder)/empty.db", contents: nil)
            let made = try await RunningProgram.run(["sqlite3", "\(folder)/old.db", "CREATE TABLE t (x)"])
            #expect(made == .done(""))
            for (name, mode) in [("new.db", 2), ("empty.db", 2), ("old.db", 0)] as [(String, Int64)] {
                for _ in 0..<2 {
                    let rows = try await database("\(folder)/\(name)", mayCreate: true).withConnection { connection in
                        try connection.run(script: "CREATE TABLE IF NOT EXISTS t (x)")
                        return try connection.execute("PRAGMA auto_vacuum")
                    }
                    #expect(rows == [Row(values: [.integer(mode)])], "\(name)")
                }
            }
        }
    }

    @Test(arguments: ["a b.db", "é😀.db", "a?b=c%20#.db", "'\"\\.db", "file:a.db"])
    func `may have any name`(name: String) async throws {
        try await withFolder { folder in
            try await database("\(folder)/\(name)", mayCreate: true).withConnection {
                try $0.run(script: "CREATE TABLE t (x)")
            }
            #expect(FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
            let rows = try await database("\(folder)/\(name)").withConnection { try $0.execute("SELECT * FROM t") }
            #expect(rows == [])
        }
    }

    @Test func `that is no database, or a folder, is an error`() async throws {
        try await withFolder { folder in
            let text = String(repeating: "this is no database ", count: 100)
            try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/text.db"))
            let error = await error(try database("\(folder)/text.db"))
            #expect(error?.code == .damaged)
            #expect(error?.message == "SQLite cannot open \(folder)/text.db: file is not a database")
            #expect(FileManager.default.contents(atPath: "\(folder)/text.db") == Data(text.utf8))
            #expect(await self.error(try database(folder))?.isRetryable == false)
        }
    }

    @Test func `that another writes to is busy, and can be written when that is done`() async throws {
        try await withFolder { folder in
            let (one, other) = (try database("\(folder)/a.db", mayCreate: true), try database("\(folder)/a.db"))
            try await one.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            let (isTaken, mayEnd) = (Signal(), Barrier(2))
            async let writing: Void = one.transaction { connection in
                try connection.execute("INSERT INTO t VALUES (1)")
                isTaken.tell()
                mayEnd.arrive()
            }
            await isTaken.wait()
            let busy = await #expect(throws: DatabaseError.self) { try await other.transaction { _ in } }
            let read = try await other.withConnection { try $0.execute("SELECT * FROM t") }
            mayEnd.arrive()
            try await writing
            #expect(busy?.code == .busy)
            #expect(busy?.isRetryable == true)
            #expect(read == [])
            try await other.transaction { try $0.execute("INSERT INTO t VALUES (2)") }
        }
    }

    @Test func `waits for another's lock as long as it was told`() async throws {
        try await withFolder { folder in
            let one = try database("\(folder)/a.db", mayCreate: true)
            let other = try database("\(folder)/a.db", busyTimeout: .seconds(60))
            try await one.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            try await other.withConnection { _ in }
            let (isTaken, isComing) = (Signal(), Barrier(2))
            async let writing: Void = one.transaction { connection in
                isTaken.tell()
                isComing.arrive()
                for id in 0..<1_000 { try connection.execute("INSERT INTO t VALUES (\(id))") }
            }
            await isTaken.wait()
            let count = try await other.withConnection { connection in
                isComing.arrive()
                return try connection.transaction { try connection.execute("SELECT count(*) FROM t")[0].integer(0) }
            }
            try await writing
            #expect(count == 0 || count == 1_000)
        }
    }

    @Test func `that has no room left is full, and takes rows again when it has`() async throws {
        try await withDatabase(.sqlite) { database in
            let body = [UInt8](repeating: 7, count: 100_000)
            let error = try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE t (body blob); PRAGMA max_page_count = 10")
                return #expect(throws: DatabaseError.self) { try connection.execute("INSERT INTO t VALUES (\(body))") }
            }
            #expect(error?.code == .full)
            #expect(error?.isRetryable == true)
            let count = try await database.withConnection { connection in
                try connection.run(script: "PRAGMA max_page_count = 1000")
                try connection.transaction { try connection.execute("INSERT INTO t VALUES (\(body))") }
                return try connection.execute("SELECT count(*) FROM t")
            }
            #expect(count == [Row(values: [.integer(1)])])
        }
    }

    @Test func `that was removed or replaced is not written any more`() async throws {
        try await withFolder { folder in
            let path = "\(folder)/a.db"
            let database = try database(path, mayCreate: true)
            let reader = try self.database(path)
            try await database.withConnection { try $0.run(script: "CREATE TABLE t (id integer)") }
            try await reader.withConnection { _ in }
            for name in ["a.db", "a.db-wal", "a.db-shm"] {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
            let missing = await error(reader)
            #expect(missing?.code == .missing)
            let tables = try await database.withConnection { try $0.execute("SELECT name FROM sqlite_master") }
            #expect(tables == [])
        }
    }

    @Test func `with text that is not UTF-8 is an error that names the column`() async throws {
        try await withDatabase(.sqlite) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.execute("SELECT 1, CAST(x'ff' AS text)") }
            }
            #expect(error?.code == .invalidData)
            #expect(error?.message.hasPrefix("column 1 holds text that is not UTF-8") == true)
        }
    }
}
