// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Dispatch
import Foundation
import SQL
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5))) struct `datanommer-migrate partition` {
    /// Lends an archive whose messages lie in one table, as they do where there were some before partitions came.
    private func withFlatArchive(_ body: (ScratchArchive, Database) async throws -> Void) async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            _ = try await archive.run("migrate", "downgrade", "1")
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            try await database.withConnection { connection in
                try connection.run(
                    script: """
                        INSERT INTO topics (name) VALUES ('a.b.c.git');
                        INSERT INTO messages (msg_id, timestamp, topic_id, i, msg) VALUES ('first', now(), 1, 0, '{}');
                        """)
            }
            _ = try await archive.run("migrate", "upgrade")
            try await body(archive, database)
        }
    }

    /// Messages of half a year of 2013.
    private func history(_ count: Int) -> [SaidMessage] {
        (0..<count).map { .said("m\($0)", "a.b.c.git.x", at: "\(1_361_166_918 + $0 % 6 * 2_600_000 + $0)") }
    }

    private func count(_ database: Database, _ statement: String) async throws -> Int64 {
        try await database.withConnection { try $0.execute(SQL(text: statement)).first?.integer(0) ?? 0 }
    }

    @Test func `says what it would do, does it, and has nothing left to do`() async throws {
        try await withFlatArchive { archive, _ in
            try await archive.load(history(200))
            let before = try await archive.run("dump")
            let planned = try await archive.run("migrate", "partition", "--dry-run")
            #expect(planned.status == 0 && planned.errors == "")
            let plan =
                /201 messages are written anew into \d+ partitions; until the end that takes about \d+ MB .*: messages_before, messages_2013_02, .*, messages_after\n/
            #expect(planned.output.wholeMatch(of: plan) != nil, "\(planned)")
            let done = try await archive.run("migrate", "partition", "--batch", "50")
            #expect(done.status == 0 && done.errors == planned.output, "\(done)")
            #expect(done.output.wholeMatch(of: /the messages lie in \d+ partitions\n/) != nil)
            #expect(try await archive.run("dump") == before)
            try await archive.expect("migrate", "partition", says: .done(done.output))
            try await archive.expect(
                "migrate", "partition", "--dry-run", says: .done("nothing to do: the messages lie in partitions\n"))
            try await archive.expect("migrate", "partition", "--abandon", says: .done("nothing was under way\n"))
        }
    }

    @Test func `killed in the middle goes on where it was, and the dump is the same to the byte`() async throws {
        try await withFlatArchive { archive, database in
            try await archive.load(history(2_000))
            let before = try await archive.run("dump")
            // As long as somebody reads it cannot have ended.
            let begun = Mutex(false)
            let mayEnd = DispatchSemaphore(value: 0)
            let reader = Database(try DatabaseURL(archive.url))
            async let reading: Void = reader.transaction { connection in
                try connection.run(script: "LOCK TABLE messages IN ACCESS SHARE MODE")
                begun.withLock { $0 = true }
                mayEnd.wait()
            }
            defer { mayEnd.signal() }
            try await eventually("a reader") { begun.withLock { $0 } ? () : nil }
            for copied in [1, 400] {
                try await archive.running("migrate", ["partition", "--batch", "10"]) { program in
                    _ = try await eventually("\(copied) copies") { () -> Bool? in
                        let isThere = try await count(
                            database, "SELECT count(*) FROM pg_class WHERE relname = 'messages_parting'")
                        guard isThere == 1 else { return nil }
                        return try await count(database, "SELECT count(*) FROM messages_parting") >= copied ? true : nil
                    }
                    program.signal(SIGKILL)
                    _ = try await program.finished()
                }
            }
            #expect(try await count(database, "SELECT count(*) FROM messages_parting") < 2_001)
            try await archive.running("migrate", ["partition"]) { program in
                try await program.errorLine(with: "what was broken off goes on behind position")
                try await program.errorLine(with: "waiting for somebody who reads")
                mayEnd.signal()
                let finished = try await program.finished()
                #expect(finished.status == 0, "\(finished)")
            }
            try await reading
            #expect(try await archive.run("dump") == before)
            #expect(try await count(database, "SELECT count(*) FROM messages_before") == 0)
        }
    }

    @Test func `is refused in SQLite and where there is no Citus, with what to do`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for action in ["partition", "distribute"] {
                let answer = try await archive.run("migrate", action)
                #expect(answer.status == 1 && answer.output == "")
                #expect(
                    answer.errors.wholeMatch(of: /datanommer-migrate: SQLite keeps [^\n]+PostgreSQL[^\n]+\n/) != nil)
            }
        }
        try await ScratchArchive.with(.postgresql) { archive in
            guard !Citus.isInstalled else { return }
            let answer = try await archive.run("migrate", "distribute")
            #expect(answer.status == 1 && answer.errors.contains("no Citus: install it"), "\(answer)")
        }
    }

    @Test(arguments: [
        ["current", "--batch", "5"], ["upgrade", "--interval", "month"], ["upgrade", "--dry-run"], ["partition", "2"],
        ["partition", "--interval", "hour"], ["partition", "--batch", "0"], ["partition", "--dry-run", "--abandon"],
        ["distribute", "--abandon"], ["partition", "--sql"],
    ])
    func `says what is wrong with its arguments`(arguments: [String]) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let answer = try await archive.run("migrate", arguments)
            #expect(answer.status == 64 && answer.outputBytes == [] && answer.errors.contains("Usage:"), "\(answer)")
        }
    }

    @Test func `is what a load of history does first, for months that hold a good part of it`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            let stray = SaidMessage.said("stray", "a.b.c.git.x", at: "86400")
            let messages = (0..<600).map { number in
                SaidMessage.said(
                    "m\(number)", "a.b.c.git.x", at: "\(1_361_166_918 + number / 300 * 2_600_000 + number)")
            }
            try await archive.load(messages + [stray])
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            let tables = try await database.withConnection { connection in
                try connection.execute(
                    "SELECT DISTINCT CAST(tableoid::regclass AS text) FROM messages ORDER BY 1"
                ).map { try $0.text(0) }
            }
            #expect(tables == ["messages_2013_02", "messages_2013_03", "messages_before"])
            #expect(try await count(database, "SELECT count(*) FROM messages") == 601)
        }
    }
}
