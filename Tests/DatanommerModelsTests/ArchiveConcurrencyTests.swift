// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Dispatch
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `Archives at the same time` {
    /// Lends archives of one database, each with a pool of its own.
    private func withArchives(_ count: Int, _ engine: Engine, _ body: ([Archive]) async throws -> Void) async throws {
        try await withArchive(engine) { archive in
            let others = (1..<count).map { _ in Archive(Database(archive.database.url)) }
            defer { others.forEach { $0.close() } }
            try await body([archive] + others)
        }
    }

    @Test(arguments: Engine.allCases)
    func `store the same new users, packages and topics once each, without an error`(engine: Engine) async throws {
        try await withArchives(4, engine) { archives in
            for round in 0..<10 {
                try await withThrowingTaskGroup { group in
                    for (place, archive) in archives.enumerated() {
                        // Each in another order, as two publishers would have it.
                        var names = (0..<20).map { "n\(round)-\($0)" }
                        if place % 2 == 1 { names.reverse() }
                        let batch = names.map { name in
                            Message.sample("\(place) \(name)", topic: "a.b.c.\(name)", users: [name], packages: [name])
                        }
                        group.addTask { _ = try await archive.append(batch) }
                    }
                    try await group.waitForAll()
                }
            }
            for table in NameTable.allCases where table != .certificates {
                let names = try await archives[0].rows(SQL(text: "SELECT count(*), count(DISTINCT name) FROM \(table)"))
                #expect(names == [Row(values: [.integer(200), .integer(200)])], "\(table)")
            }
            #expect(try await archives[0].count() == 800)
            #expect(try await archives[0].counts(of: .topics).map(\.messages) == Array(repeating: 4, count: 200))
            var filter = MessageFilter()
            filter.users = ["n3-7"]
            #expect(try await archives[1].count(filter) == 4)
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [1, 3])
    func `take what a stranger without the journal's lock stores in between for a message that is there`(
        messages: Int
    ) async throws {
        try await withArchives(2, .postgresql) { archives in
            #expect(try await archives[0].append([.sample("before")]).stored == 1)
            let isHeld = AsyncStream.makeStream(of: Void.self)
            let isAwaited = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await archives[1].database.transaction { connection in
                        try connection.execute(
                            """
                            INSERT INTO messages (msg_id, timestamp, topic_id, category_id, i, msg, source_id)
                            SELECT 'm0', timestamp, topic_id, category_id, i, msg, source_id FROM messages
                            """)
                        isHeld.continuation.finish()
                        isAwaited.wait()
                    }
                }
                for await _ in isHeld.stream {}
                group.addTask {
                    let batch = (0..<messages).map { Message.sample("m\($0)") }
                    let outcome = try await archives[0].append(batch)
                    #expect(outcome == .init(stored: messages - 1, duplicates: 1))
                }
                let watcher = Database(archives[0].database.url)
                defer { watcher.close() }
                let waiting: SQL = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                while try await watcher.withConnection({ try $0.execute(waiting) }).first?.integer(0) == 0 {}
                isAwaited.signal()
                try await group.waitForAll()
            }
            let rows = try await archives[0].rows("SELECT count(*) FROM messages")
            #expect(rows == [Row(values: [.integer(Int64(messages) + 1)])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `store the same messages once each, and count each arrival once`(engine: Engine) async throws {
        let batch = (0..<100).map { Message.sample("m\($0)", at: Int64($0)) }
        try await withArchives(4, engine) { archives in
            let outcomes = try await withThrowingTaskGroup(of: AppendOutcome.self) { group in
                for archive in archives {
                    for part in stride(from: 0, to: 100, by: 10) {
                        group.addTask { try await archive.append(Array(batch[part..<(part + 10)])) }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.map(\.stored).reduce(0, +) == 100)
            #expect(outcomes.map(\.duplicates).reduce(0, +) == 300)
            #expect(try await archives[0].count() == 100)
            #expect(try await archives[0].dump() == batch.map(\.json))
        }
    }

    @Test(arguments: Engine.allCases)
    func `show their positions in order: a reader that follows them misses and repeats nothing`(engine: Engine)
        async throws
    {
        let (writers, batches, size) = (3, 25, 8)
        try await withArchives(writers + 1, engine) { archives in
            let reader = archives[writers]
            let finished = Lines()
            let seen = try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        defer { finished.add("\(writer)") }
                        for batch in 0..<batches {
                            let messages = (0..<size).map { Message.sample("\(writer)-\(batch)-\($0)") }
                            _ = try await archives[writer].append(messages)
                        }
                        return []
                    }
                }
                group.addTask { try await Self.follow(reader) { finished.all.count < writers } }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(seen.count == writers * batches * size)
            #expect(Set(seen).count == seen.count)
            for writer in 0..<writers {
                let own = seen.filter { $0.hasPrefix("\(writer)-") }
                #expect(own == (0..<batches).flatMap { batch in (0..<size).map { "\(writer)-\(batch)-\($0)" } })
            }
        }
    }

    /// The identities of all that arrives, each look going on after the last position seen, until there are no writers.
    private static func follow(_ reader: Archive, while isWorking: () -> Bool) async throws -> [String] {
        var seen: [String] = []
        var position: Int64 = 0
        var isLast = false
        while !isLast {
            // Asked before the look: what is committed by then, the look finds.
            isLast = !isWorking()
            let newest = try await reader.newestPosition()
            while position < newest {
                let arrivals = try await reader.arrivals(after: position, upTo: newest, limit: 5)
                seen += arrivals.messages.map(\.msgID)
                position = arrivals.position
            }
        }
        return seen
    }

    @Test func `wait for an append that is not committed yet, and come after it`() async throws {
        // Topics of their own: for the same new one they would wait in any case.
        let append = Append(
            batch: [.sample("first")], setAside: [], setAsideLimit: .max, numbers: { _ in KnownNumbers() })
        try await withArchives(2, .postgresql) { archives in
            let (drawn, continuation) = AsyncStream.makeStream(of: Void.self)
            let overtaken = Lines()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await archives[0].database.transaction { connection in
                        _ = try append.run(on: connection)
                        continuation.finish()
                        // The position is drawn. It is committed when the other one waits, or did not wait.
                        while try connection.execute(Self.waiting).isEmpty, overtaken.all.isEmpty {}
                    }
                }
                for await _ in drawn {}
                _ = try await archives[1].append([.sample("second", topic: "a.b.c.second")])
                let arrivals = try await archives[1].arrivals(after: 0, upTo: .max)
                #expect(arrivals.messages.map(\.msgID) == ["first", "second"])
                overtaken.add("the end")
                try await group.waitForAll()
            }
        }
    }

    /// A row where a session of this database waits for the lock of a journal.
    private static let waiting: SQL = """
        SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = database
        WHERE datname = current_database() AND locktype = 'advisory' AND NOT granted
        """
}
