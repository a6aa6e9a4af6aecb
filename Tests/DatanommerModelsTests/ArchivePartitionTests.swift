// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Dispatch
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `Partitions of an archive` {
    /// Seconds from one month to the next, more or less.
    private static let month: Int64 = 31 * 86_400

    /// How many rows each partition of a family holds.
    private func rows(_ archive: Archive, of family: String = "messages") async throws -> [String: Int64] {
        let statement = "SELECT CAST(tableoid::regclass AS text), count(*) FROM \(family) GROUP BY 1"
        let rows = try await archive.rows(SQL(text: statement)).map { (try $0.text(0), try $0.integer(1)) }
        return Dictionary(uniqueKeysWithValues: rows)
    }

    @Test func `are the month that is, three to come and all the time around them, in a new archive`() async throws {
        try await withArchive(.postgresql) { archive in
            let months = PartitionInterval.month.ranges(from: .now, ahead: 3)
            let expected =
                [Partition(from: nil, to: months.first?.lowerBound)]
                + months.map { Partition(from: $0.lowerBound, to: $0.upperBound) }
                + [Partition(from: months.last?.upperBound, to: nil)]
            let made = try await archive.makePartitions(.month, ahead: 3, now: .now)
            #expect(made == [])
            #expect(try await archive.partitions() == expected)
        }
    }

    @Test func `are none in SQLite, and where there were messages before, and none are made there`() async throws {
        try await withArchive(.sqlite) { archive in
            let made = try await archive.makePartitions(.month, ahead: 3, now: .now)
            #expect(made == [])
            #expect(try await archive.partitions() == [])
        }
        try await withFlatArchive { archive in
            let made = try await archive.makePartitions(.month, ahead: 3, now: .now)
            #expect(made == [])
            #expect(try await archive.partitions() == [])
            #expect(try await archive.makePartitions(covering: [.sample(0)]) == [])
        }
    }

    @Test func `take what lies in them already with them, users and packages too, and nothing else changes`()
        async throws
    {
        try await withArchive(.postgresql) { archive in
            // Long ago, and long after the months that are made ahead.
            let times = [-200, -100, -99, -98, 0, 200, 201].map { $0 * Self.month }
            let messages = times.enumerated().map { number, time in
                Message.sample("m\(number)", at: time, users: ["u\(number % 2)"], packages: ["p"])
            }
            #expect(try await archive.append(messages).stored == 7)
            let before = try await archive.dump()
            var user = MessageFilter()
            user.users = ["u1"]
            let found = try await archive.grep(user).messages.map(\.msgID)
            #expect(try await rows(archive)["messages_before"] == 4)
            let made = try await archive.makePartitions(covering: [times[1], times[2], times[5]].map { .sample($0) })
            #expect(made.map(\.interval) == [.month, .month, .month])
            for family in PartitionTable.families {
                let held = try await rows(archive, of: family)
                #expect(held["\(family)_before"] == 1 && held["\(family)_after"] == 1, "\(held)")
                #expect(made.map { held[$0.table(of: family)] } == [1, 1, 1], "\(held)")
                #expect(held.values.reduce(0, +) == 7)
            }
            #expect(try await archive.dump() == before)
            #expect(try await archive.grep(user).messages.map(\.msgID) == found)
            #expect(try await archive.append(messages).duplicates == 7)
            #expect(try await archive.makePartitions(covering: times.map { .sample($0) }).count == 3)
            #expect(try await archive.dump() == before)
        }
    }

    @Test func `are not made while somebody reads, who keeps nobody from appending for long`() async throws {
        try await withArchive(.postgresql, connections: 2) { archive in
            _ = try await archive.append([.sample("a")])
            let reader = Database(archive.database.url)
            let (begun, mayEnd) = (Lines(), DispatchSemaphore(value: 0))
            async let reading: Void = reader.transaction { connection in
                try connection.execute("SELECT count(*) FROM messages")
                begun.add("reading")
                mayEnd.wait()
            }
            defer { mayEnd.signal() }
            try await eventually("a reader") { begun.all.isEmpty ? nil : () }
            let error = await #expect(throws: DatabaseError.self) {
                try await archive.makePartitions(.month, ahead: 9, now: .now)
            }
            #expect(error?.code == .busy && error?.isRetryable == true)
            #expect(try await archive.append([.sample("b")]).stored == 1)
            mayEnd.signal()
            try await reading
            #expect(try await archive.makePartitions(.month, ahead: 9, now: .now).count == 6)
        }
    }

    @Test func `may be divided by two at once: what one made the other leaves`() async throws {
        try await withArchive(.postgresql, connections: 4) { archive in
            let made = try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await eventually("a turn") {
                            do {
                                return try await archive.makePartitions(.month, ahead: 20, now: .now).count
                            } catch let error as DatabaseError where error.code == .busy {
                                return nil
                            }
                        }
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(made == 17)
            #expect(try await archive.partitions().count == 23)
        }
    }

    @Test func `go and come with the schema, with every row, and no position is given twice`() async throws {
        try await withArchive(.postgresql) { archive in
            let migrator = try Migrator(archive.database)
            let version = try #require(migrator.files.first { $0.title == "partition by time" }?.version)
            let messages = (0..<20).map { Message.sample("m\($0)", at: Int64($0 - 10) * Self.month, users: ["u"]) }
            _ = try await archive.append(messages)
            let before = try await archive.rows("SELECT * FROM messages ORDER BY id")
            let newest = try await archive.newestPosition()
            try await migrator.go(to: .version(version - 1), isUp: false)
            #expect(try await archive.partitions() == [])
            try await migrator.go(to: .head)
            #expect(try await archive.rows("SELECT * FROM messages ORDER BY id") == before)
            #expect(try await archive.partitions() == [])
            try await archive.forgetAll()
            try await migrator.go(to: .version(version - 1), isUp: false)
            try await migrator.go(to: .head)
            #expect(try await archive.partitions().count == 6)
            _ = try await archive.append([.sample("new")])
            #expect(try await archive.newestPosition() > newest)
        }
    }

    @Test func `compress bodies by lz4, those that are there and those that come`() async throws {
        try await withArchive(.postgresql) { archive in
            #expect(try await !archive.makePartitions(.month, ahead: 9, now: .now).isEmpty)
            let methods = try await archive.rows(
                """
                SELECT DISTINCT CAST(attcompression AS text) FROM pg_attribute JOIN pg_inherits ON inhrelid = attrelid
                WHERE inhparent = 'messages'::regclass AND attname = 'msg'
                """)
            #expect(methods == [Row(values: [.text("l")])])
        }
    }

    @Test func `are divided under a dump that waits for it, and the dump has what was moved`() async throws {
        try await withArchive(.postgresql) { archive in
            let messages = (0..<10).map { Message.sample("m\($0)", at: -$0 * 3 * Self.month) }
            #expect(try await archive.append(messages).stored == 10)
            // Of that time alone: what is left of the old partition need not be looked at, where the rows were.
            var stretch = MessageFilter()
            (stretch.start, stretch.end) = (messages[5].timestamp, messages[5].timestamp)
            let filter = stretch
            let expected = try await archive.dump(filter)
            #expect(expected.count == 1)
            let ranges = messages.map { PartitionInterval.month.range(containing: $0.timestamp) }
            let split = try #require(PartitionSplit.splits(of: try await archive.partitions(), for: [ranges[5]]).first)
            let (divider, watcher) = (Database(archive.database.url), Database(archive.database.url))
            defer { [divider, watcher].forEach { $0.close() } }
            let isLocked = AsyncStream.makeStream(of: Void.self)
            let isAwaited = DispatchSemaphore(value: 0)
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await divider.transaction { connection in
                        try connection.run(script: PartitionTable.lock)
                        isLocked.continuation.finish()
                        isAwaited.wait()
                        for family in PartitionTable.families {
                            try connection.run(script: PartitionTable.divide(split, of: family))
                        }
                    }
                }
                for await _ in isLocked.stream {}
                group.addTask {
                    let dumped = try await archive.dump(filter)
                    #expect(dumped == expected)
                }
                let waiting: SQL = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                while try await watcher.withConnection({ try $0.execute(waiting) }).first?.integer(0) == 0 {}
                isAwaited.signal()
                try await group.waitForAll()
            }
            #expect(try await archive.partitions().count > 7)
        }
    }
}
