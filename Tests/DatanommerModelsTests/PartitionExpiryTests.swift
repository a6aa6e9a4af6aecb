// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `An expiry of partitions` {
    /// The first of a month of 2025, and so many seconds.
    private static func time(_ month: Int, _ second: Int64 = 0) -> Timestamp {
        Timestamp(year: 2025, month: month, day: 1, secondsOfDay: second)
    }

    /// Messages, one a second, of a few topics, users and packages.
    private static func messages(_ month: Int, _ count: Int64 = 10, _ name: String = "m") -> [Message] {
        (0..<count).map { second in
            var message = Message.sample("\(name)-\(month)-\(second)", topic: "a.b.c.\(second % 3)")
            message.timestamp = time(month, second)
            message.users = ["u\(second % 4)"]
            message.packages = second % 2 == 0 ? ["p\(second % 3)"] : []
            return message
        }
    }

    /// Lends an archive with ten messages in each of the partitions of March to August 2025, and ten from January before.
    private func withMonths(_ body: (Archive) async throws -> Void) async throws {
        try await withArchive(.postgresql, connections: 2) { archive in
            _ = try await archive.makePartitions(covering: (3...8).map { Self.time($0) }, interval: .month)
            _ = try await archive.append([1, 3, 4, 5, 6, 7, 8].flatMap { Self.messages($0) }.reversed())
            try await body(archive)
        }
    }

    private func expectSound(_ archive: Archive, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        try await archive.expectExactCounters(sourceLocation: sourceLocation)
        try await archive.expectExactWays(sourceLocation: sourceLocation)
    }

    private static func ids(_ months: ClosedRange<Int>) -> [String] { months.flatMap { messages($0) }.map(\.msgID) }

    private func ids(_ archive: Archive) async throws -> [String] {
        try await archive.grep(MessageFilter(), limit: 10_000).messages.map(\.msgID)
    }

    @Test func `drops those that are over, what came before them too, and nothing of the one the moment lies in`()
        async throws
    {
        try await withMonths { archive async throws in
            var wanted = Expired()
            wanted.messages = 30
            wanted.partitions = ["messages_2025_03", "messages_2025_04"]
            #expect(try await archive.expirable(before: Self.time(5, 5)) == wanted)
            #expect(try await archive.expire(before: Self.time(5, 5)) == wanted)
            #expect(try await ids(archive) == Self.ids(5...8))
            try await expectSound(archive)
            let partitions = try await archive.partitions()
            #expect(partitions.first == Partition(from: nil, to: Self.time(5)))
            #expect(partitions.dropFirst().first?.name == "messages_2025_05")
            #expect(try await archive.expire(before: Self.time(5, 5)).messages == 0)
            #expect(try await archive.expire(before: Self.time(9)).messages == 40)
            #expect(try await archive.count() == 0)
            try await expectSound(archive)
        }
    }

    @Test func `leaves a place for what comes late, which goes with the next`() async throws {
        try await withMonths { archive async throws in
            _ = try await archive.expire(before: Self.time(5))
            let late = Self.messages(2) + Self.messages(3) + Self.messages(5, 3, "late")
            let outcome = try await archive.append(late)
            #expect(outcome.stored == 23 && outcome.setAside == [])
            try await expectSound(archive)
            #expect(try await archive.expire(before: Self.time(5)).messages == 20)
            try await expectSound(archive)
            #expect(try await archive.append(Self.messages(3)).stored == 10)
            var wanted = Expired()
            wanted.messages = 23
            wanted.partitions = ["messages_2025_05"]
            #expect(try await archive.expire(before: Self.time(6)) == wanted)
            #expect(try await ids(archive) == Self.ids(6...8))
            try await expectSound(archive)
        }
    }

    @Test func `counts out what was added since it was counted`() async throws {
        try await withMonths { archive async throws in
            let (removal, counts) = try await prepared(archive)
            let added = Self.messages(3, 5, "late") + Self.messages(2, 4)
            #expect(try await archive.append(added).stored == 9)
            let removed = try await archive.database.transaction { try removal.run(counts, on: $0) }
            #expect(removed == PartitionRemoval.Removed(messages: 29, detached: []))
            #expect(try await ids(archive) == Self.ids(4...8))
            try await expectSound(archive)
        }
    }

    @Test func `begins anew when a partition was divided, removed or replaced since it was counted`() async throws {
        try await withMonths { archive async throws in
            let (removal, counts) = try await prepared(archive)
            let made = try await archive.makePartitions(covering: [Self.time(1)], interval: .month)
            #expect(made.map(\.name) == ["messages_2025_01"])
            #expect(try await archive.database.transaction { try removal.run(counts, on: $0) } == nil)
            #expect(try await archive.expire(before: Self.time(4)).messages == 20)
            try await expectSound(archive)
            let (next, nextCounts) = try await prepared(archive)
            try await archive.database.withConnection { connection in
                let partition = try #require(try connection.partitions().dropFirst().first)
                try connection.run(script: RemovalTable.remove(partition, keepAs: "detached_messages_x"))
                let families = PartitionTable.families.map { family in
                    let bounds = PartitionTable.bounds(of: partition)
                    return "CREATE TABLE \(partition.table(of: family)) PARTITION OF \(family) \(bounds);"
                }
                try connection.run(script: families.joined())
            }
            #expect(try await archive.database.transaction { try next.run(nextCounts, on: $0) } == nil)
        }
    }

    /// What goes first, counted.
    private func prepared(_ archive: Archive) async throws -> (PartitionRemoval, [PartitionCount]) {
        let partitions = try await archive.partitions()
        let oldest = try #require(partitions.first { $0.start != nil })
        let removal = try #require(PartitionRemoval(of: oldest, among: partitions, .drop))
        let counts = try await archive.database.withConnection { connection in
            try removal.partitions.map { try PartitionCount(of: $0, on: connection) }
        }
        return (removal, counts)
    }

    @Test func `beside appenders of old messages loses nothing new, and counts exactly`() async throws {
        try await withMonths { archive async throws in
            let others = (0..<2).map { _ in Archive(Database(archive.database.url)) }
            defer { others.forEach { $0.close() } }
            try await withThrowingTaskGroup { group in
                for (place, other) in others.enumerated() {
                    group.addTask {
                        for round in 0..<20 {
                            let outcome = try await other.append(
                                (2...8).flatMap { Self.messages($0, 3, "\(place)-\(round)") })
                            #expect(outcome.stored == 21)
                        }
                    }
                }
                group.addTask { for month in 3...7 { _ = try await archive.expire(before: Self.time(month)) } }
                try await group.waitForAll()
            }
            try await expectSound(archive)
            _ = try await archive.expire(before: Self.time(7))
            #expect(try await archive.count() == 2 * 10 + 2 * 20 * 2 * 3)
            try await expectSound(archive)
        }
    }

    @Test func `waits for a reader for a moment only, keeps nobody from appending, and works later`() async throws {
        try await withMonths { archive async throws in
            let reader = Archive(Database(archive.database.url))
            defer { reader.close() }
            let (read, continuation) = AsyncStream.makeStream(of: Void.self)
            let done = Lines()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await reader.database.transaction { connection in
                        _ = try connection.execute("SELECT count(*) FROM messages")
                        continuation.finish()
                        while done.all.isEmpty { _ = try connection.execute("SELECT pg_sleep(0.01)") }
                    }
                }
                for await _ in read {}
                let error = await #expect(throws: DatabaseError.self) {
                    try await archive.expire(before: Self.time(5))
                }
                #expect(error?.code == .busy && error?.isRetryable == true)
                #expect(try await archive.append(Self.messages(8, 3, "new")).stored == 3)
                #expect(try await archive.count() == 73)
                try await expectSound(archive)
                done.add("all")
                try await group.waitForAll()
            }
            #expect(try await archive.expire(before: Self.time(5)).messages == 30)
            try await expectSound(archive)
        }
    }

    @Test func `may leave them as tables beside the archive, and what came late too`() async throws {
        try await withMonths { archive async throws in
            let march = try await archive.expire(before: Self.time(4), .detach)
            #expect(march.messages == 20 && march.partitions == ["messages_2025_03"])
            #expect(march.detached == ["detached_messages_before_2025_03_01", "detached_messages_2025_03"])
            #expect(try await ids(archive) == Self.ids(4...8))
            try await expectSound(archive)
            // The same month once more, and one that is empty.
            _ = try await archive.makePartitions(covering: [Self.time(3), Self.time(2)], interval: .month)
            #expect(try await archive.append(Self.messages(3, 4, "late")).stored == 4)
            let again = try await archive.expire(before: Self.time(4), .detach)
            #expect(again.partitions == ["messages_2025_02", "messages_2025_03"])
            #expect(again.detached == ["detached_messages_2025_03_2"])
            let rows = try await archive.rows(
                """
                SELECT (SELECT count(*) FROM detached_messages_2025_03), (SELECT count(*) FROM detached_messages_2025_03_2),
                    (SELECT count(*) FROM detached_messages_before_2025_03_01),
                    (SELECT count(*) FROM detached_messages_users_2025_03),
                    (SELECT count(*) FROM detached_messages_packages_2025_03)
                """)
            #expect(rows == [Row(values: [10, 4, 10, 10, 5].map { .integer($0) })])
            let look = try await archive.rows(
                """
                SELECT m.timestamp, topics.name, m.msg FROM detached_messages_2025_03 AS m
                    JOIN topics ON topics.id = m.topic_id ORDER BY m.timestamp, m.id LIMIT 1
                """)
            let first = Self.messages(3)[0]
            #expect(look == [Row(values: [.timestamp(first.timestamp), .text(first.topic), .text(first.msg)])])
            try await expectSound(archive)
            // Neither what lies in no partition that is over, nor anything else.
            #expect(try await archive.append(Self.messages(1, 2, "late")).stored == 2)
            #expect(try await archive.expire(before: Self.time(4, 5), .detach) == Expired())
            #expect(try await archive.count() == 52)
        }
    }
}
