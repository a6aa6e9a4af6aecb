// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `An expiry` {
    /// Messages, one a second, of a few topics, users and packages.
    private static func messages(_ seconds: Range<Int64>, _ name: String = "m") -> [Message] {
        seconds.map { second in
            Message.sample(
                "\(name)\(second)", at: second, topic: "a.b.c.\(second % 3)", users: ["u\(second % 4)", "all"],
                packages: second % 2 == 0 ? ["p\(second % 5)"] : [])
        }
    }

    /// Lends an archive whose messages lie in one table.
    private func withOneTable(_ engine: Engine, _ body: (Archive) async throws -> Void) async throws {
        switch engine {
        case .sqlite: try await withArchive(engine, body)
        case .postgresql: try await withFlatArchive(body)
        }
    }

    @Test(arguments: Engine.allCases)
    func `removes what was said before a moment with all that leads to it, and nothing said then or later`(
        engine: Engine
    ) async throws {
        let messages = Self.messages(0..<50)
        try await withOneTable(engine) { archive async throws in
            // Positions are in another order than times.
            _ = try await archive.append(messages.reversed())
            var wanted = Expired()
            wanted.messages = 20
            #expect(try await archive.expirable(before: .sample(20)) == wanted)
            let expired = try await archive.expire(before: .sample(20))
            #expect(expired.messages == 20)
            #expect(expired.partitions == [])
            #expect((expired.freePages == nil) == (engine == .postgresql))
            #expect(try await archive.dump() == messages[20...].map(\.json))
            try await archive.expectExactCounters()
            try await archive.expectExactWays()
            #expect(try await archive.expire(before: .sample(20)).messages == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func `of everything leaves no counter and no way, and of nothing changes nothing`(engine: Engine) async throws {
        try await withOneTable(engine) { archive async throws in
            #expect(try await archive.expire(before: .sample(0)).messages == 0)
            _ = try await archive.append(Self.messages(0..<10))
            let before = try await archive.dump()
            #expect(try await archive.expire(before: .sample(0)).messages == 0)
            #expect(try await archive.dump() == before)
            #expect(try await archive.expire(before: .sample(10)).messages == 10)
            for table in ["messages", "messages_users", "messages_packages", "counters"] {
                let rows = try await archive.rows(SQL(text: "SELECT count(*) FROM \(table)"))
                #expect(rows == [Row(values: [.integer(0)])], "\(table)")
            }
            #expect(try await archive.latest(.overall) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is exact after each of its transactions, of any size, with duplicates and restarts in between`(
        engine: Engine
    ) async throws {
        let messages = try Message.generated().sorted { $0.timestamp < $1.timestamp }
        let moment = try #require(messages.dropFirst(messages.count * 3 / 4).first?.timestamp)
        var generator = SeededGenerator(seed: 5)
        try await withOneTable(engine) { first in
            var archive = first
            _ = try await archive.append(messages.shuffled(using: &generator))
            let all = try await archive.count()
            var gone = 0
            while true {
                let limit = Int.random(in: 1...40, using: &generator)
                let batch = ExpiryBatch(moment: moment, limit: limit)
                let count = try await archive.database.transaction { try batch.run(on: $0) }
                gone += count
                try await archive.expectExactCounters()
                try await archive.expectExactWays()
                #expect(try await archive.count() == all - gone)
                guard count == limit else { break }
                // What is there is a duplicate, before and after another life.
                archive = Archive(first.database)
                let last = try await archive.grep(MessageFilter(), limit: 1_000).messages.suffix(3)
                #expect(try await archive.append(Array(last)).duplicates == last.count)
            }
            let early = Set(messages.filter { $0.timestamp < moment }.map(\.msgID))
            #expect(gone == early.count)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that fails in the middle leaves everything as it was`(engine: Engine) async throws {
        try await withOneTable(engine) { archive async throws in
            _ = try await archive.append(Self.messages(0..<30))
            let before = try await archive.dump()
            struct Crash: Error {}
            await #expect(throws: Crash.self) {
                try await archive.database.transaction { connection in
                    _ = try ExpiryBatch(moment: .sample(30), limit: 20).run(on: connection)
                    throw Crash()
                }
            }
            #expect(try await archive.dump() == before)
            try await archive.expectExactCounters()
            try await archive.expectExactWays()
        }
    }

    @Test(arguments: Engine.allCases)
    func `lets a message come again that was removed, and removes it again`(engine: Engine) async throws {
        try await withOneTable(engine) { archive async throws in
            let messages = Self.messages(0..<10)
            _ = try await archive.append(messages)
            #expect(try await archive.expire(before: .sample(5)).messages == 5)
            let outcome = try await archive.append(messages)
            #expect(outcome.stored == 5 && outcome.duplicates == 5)
            try await archive.expectExactCounters()
            #expect(try await archive.expire(before: .sample(5)).messages == 5)
            #expect(try await archive.dump() == messages[5...].map(\.json))
            try await archive.expectExactWays()
        }
    }

    @Test(arguments: Engine.allCases)
    func `beside appenders of old and new messages loses nothing new, and counts exactly`(engine: Engine)
        async throws
    {
        try await withOneTable(engine) { archive async throws in
            let others = (0..<2).map { _ in Archive(Database(archive.database.url)) }
            defer { others.forEach { $0.close() } }
            _ = try await archive.append(Self.messages(0..<600))
            try await withThrowingTaskGroup { group in
                for (place, other) in others.enumerated() {
                    group.addTask {
                        for round in 0..<30 {
                            // Seconds on both sides of the moment.
                            let batch = Self.messages(Int64(290)..<Int64(310), "\(place)-\(round)-")
                            let outcome = try await other.append(batch)
                            #expect(outcome.stored == 20)
                        }
                    }
                }
                group.addTask {
                    for _ in 0..<8 { _ = try await archive.removeOldest(before: .sample(300), limit: 50) { _ in } }
                }
                try await group.waitForAll()
            }
            try await archive.expectExactCounters()
            try await archive.expectExactWays()
            _ = try await archive.expire(before: .sample(300))
            #expect(try await archive.count() == 300 + 2 * 30 * 10)
            try await archive.expectExactCounters()
            try await archive.expectExactWays()
        }
    }

    @Test(arguments: Engine.allCases)
    func `that may only detach removes nothing, and says why`(engine: Engine) async throws {
        try await withOneTable(engine) { archive async throws in
            _ = try await archive.append(Self.messages(0..<10))
            let error = await #expect(throws: RetentionError.self) {
                try await archive.expire(before: .sample(5), .detach)
            }
            #expect(error?.code == .notPartitioned)
            await #expect(throws: RetentionError.self) { try await archive.expirable(before: .sample(5), .detach) }
            #expect(try await archive.count() == 10)
        }
    }

    @Test func `waits for who appends, whose ways it would take for those of old messages`() async throws {
        try await withFlatArchive(connections: 2) { archive async throws in
            _ = try await archive.append(Self.messages(0..<10))
            let (appending, continuation) = AsyncStream.makeStream(of: Void.self)
            let done = Lines()
            let hasWaited = try await withThrowingTaskGroup(of: Bool.self) { group in
                group.addTask {
                    try await archive.database.transaction { connection in
                        try connection.lockForAppending(journal: MessageTable.journal)
                        continuation.finish()
                        while done.all.isEmpty {
                            let waiting = try connection.execute(
                                """
                                SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
                                WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
                                """)
                            if !waiting.isEmpty { return true }
                        }
                        return false
                    }
                }
                for await _ in appending {}
                #expect(try await archive.expire(before: .sample(5)).messages == 5)
                done.add("all")
                return try await group.next() ?? false
            }
            #expect(hasWaited)
        }
    }
}
