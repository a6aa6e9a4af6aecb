// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(5))) struct `A conversion to partitions` {
    private static let month: Int64 = 31 * 86_400

    /// Messages over eleven months, with users and packages; `first` tells them from others.
    private static func messages(_ count: Int, from first: Int = 0) -> [Message] {
        (first..<(first + count)).map { number -> Message in
            let second = Int64(number % 11 - 8) * month + Int64(number)
            let users: [String] = ["u\(number % 5)", "u\(number % 3)"]
            return Message.sample(
                "m\(number)", at: second, topic: "a.b.c.t\(number % 7).x", users: users.exactlyUnique,
                packages: number % 2 == 0 ? ["p"] : [])
        }
    }

    /// All that can be asked of an archive.
    private struct Answers: Equatable {
        let dump: [String]
        let topics: [MessageCount]
        let latest: [String]
        let users: [Int]
        let positions: [Row]
        let gaps: [Row]

        init(_ archive: Archive) async throws {
            dump = try await archive.dump()
            topics = try await archive.counts(of: .topics)
            latest = try await archive.latest(.eachCategory).map(\.msgID)
            var users: [Int] = []
            for number in 0..<5 {
                var filter = MessageFilter()
                filter.users = ["u\(number)"]
                users.append(try await archive.count(filter))
            }
            self.users = users
            positions = try await archive.rows("SELECT id, msg_id FROM messages ORDER BY id")
            gaps = try await archive.rows("SELECT * FROM gaps")
        }
    }

    private func convert(_ archive: Archive, batch: Int = 100, onCopied: (Int) -> Void = { _ in }) async throws {
        let plan = try await archive.partitioningPlan(.month, now: .sample(0))
        try await archive.partition(plan, batch: batch, onCopied: onCopied)
    }

    @Test func `leaves every row and every answer as it was, in partitions of a month`() async throws {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(500))
            let before = try await Answers(archive)
            let plan = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(plan.work == .conversion && plan.messages == 500 && plan.bytes > 0)
            var copied: [Int] = []
            try await archive.partition(plan, batch: 120) { copied.append($0) }
            #expect(copied == [120, 120, 120, 120, 20])
            #expect(try await archive.partitions() == plan.partitions)
            #expect(try await Answers(archive) == before)
            let around = try await archive.rows(
                "SELECT (SELECT count(*) FROM messages_before), (SELECT count(*) FROM messages_after)")
            #expect(around == [Row(values: [.integer(0), .integer(0)])])
            #expect(try await archive.append(Self.messages(500)).duplicates == 500)
            #expect(try await archive.append(Self.messages(1, from: 500)).stored == 1)
            #expect(try await archive.newestPosition() > before.positions.compactMap { try? $0.integer(0) }.max() ?? 0)
            let again = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(again.isEmpty)
        }
    }

    @Test func `leaves the schema that a new archive has, whether it goes down and up in between or not`() async throws
    {
        let fresh = try await withArchive(.postgresql) { try await Self.schema($0) }
        try await withFlatArchive { archive in
            // The same partitions as a new one: one message, now.
            _ = try await archive.append([Message.sample("now")].map { $0.said(at: .now) })
            let flat = try await EngineProgram(archive.database).schema()
            try await archive.partition(archive.partitioningPlan(.month, now: .now), batch: 10) { _ in }
            #expect(try await Self.schema(archive) == fresh)
            let migrator = try Migrator(archive.database)
            let step = try #require(migrator.files.first { $0.title == "partition by time" }?.version)
            try await migrator.go(to: .version(step - 1), isUp: false)
            try await migrator.go(to: .head)
            #expect(try await EngineProgram(archive.database).schema() == flat)
            try await archive.partition(archive.partitioningPlan(.month, now: .now), batch: 10) { _ in }
            #expect(try await Self.schema(archive) == fresh)
        }
    }

    /// The schema without the names of the partitions' own indexes, which PostgreSQL makes up.
    private static func schema(_ archive: Archive) async throws -> [String] {
        try await EngineProgram(archive.database).schema().filter { line in
            !line.contains("ATTACH PARTITION") && !line.contains("_idx") && !line.contains(/_\d{4}_\d\d|_before|_after/)
        }
    }

    @Test func `goes on where it was broken off, and neither doubles nor loses`() async throws {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(300))
            let plan = try await archive.partitioningPlan(.month, now: .sample(0))
            let conversion = Conversion(database: archive.database, source: nil, batch: 40)
            try await conversion.begin(plan.partitions)
            // As if killed while the index was made, which PostgreSQL leaves behind as it is, and between batches.
            try await conversion.makeIndexes()
            _ = try await archive.rows(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'messages_users_by_message'::regclass")
            #expect(try await conversion.copyBatch() == 40)
            #expect(try await conversion.copyBatch() == 40)
            _ = try await archive.append(Self.messages(100, from: 300))
            let before = try await Answers(archive)
            let rest = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(rest.work == .resumption(after: try before.positions[79].integer(0)))
            try await archive.partition(rest, batch: 64) { _ in }
            #expect(try await Answers(archive) == before)
            #expect(try await archive.partitions() == plan.partitions)
        }
    }

    @Test func `keeps others from changing messages until it ends, and can be given up`() async throws {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(20))
            let flat = try await EngineProgram(archive.database).schema()
            let conversion = Conversion(database: archive.database, source: nil, batch: 10)
            try await conversion.begin(archive.partitioningPlan(.month, now: .sample(0)).partitions)
            try await conversion.makeIndexes()
            let stored = try await archive.messages(withIDs: ["m1"])
            let rules = MessageDecoder { _, _ in MessageNames(users: ["other"]) }
            let error = await #expect(throws: PartitioningError.self) {
                try await archive.rename(stored.compactMap(rules.renamed))
            }
            #expect(error?.code == .underWay)
            #expect(try await archive.abandonPartitioning())
            #expect(try await archive.abandonPartitioning() == false)
            #expect(try await EngineProgram(archive.database).schema() == flat)
            try await archive.rename(stored.compactMap(rules.renamed))
            #expect(try await archive.messages(withIDs: ["m1"]).map(\.users) == [["other"]])
        }
    }

    @Test func `refuses to end when rows were changed behind its back`() async throws {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(20))
            let conversion = Conversion(database: archive.database, source: nil, batch: 100)
            try await conversion.begin(archive.partitioningPlan(.month, now: .sample(0)).partitions)
            #expect(try await conversion.copyBatch() == 20)
            _ = try await archive.rows("DELETE FROM messages WHERE msg_id = 'm7'")
            let error = await #expect(throws: PartitioningError.self) { try await convert(archive) }
            #expect(error?.message.contains("--abandon") == true)
            #expect(try await archive.partitions() == [])
        }
    }

    @Test func `goes on beside three who append and one who reads, and no message is lost or told twice`() async throws
    {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(2_000))
            let ended = Lines()
            let seen = try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 1...3 {
                    group.addTask {
                        let own = Archive(Database(archive.database.url))
                        defer { own.close() }
                        var batches = 0
                        repeat {
                            let first = writer * 1_000_000 + batches * 10
                            let outcome = try await own.append(Self.messages(10, from: first))
                            #expect(outcome.stored == 10)
                            batches += 1
                        } while ended.all.isEmpty || batches < 20
                        return []
                    }
                }
                group.addTask {
                    let own = Archive(Database(archive.database.url))
                    defer { own.close() }
                    var (position, seen): (Int64, [String]) = (0, [])
                    var isLast = false
                    repeat {
                        isLast = !ended.all.isEmpty
                        let newest = try await own.newestPosition()
                        let page = try await own.arrivals(after: position, upTo: newest)
                        position = page.position
                        seen += page.messages.map(\.msgID)
                    } while !isLast
                    return seen
                }
                try await self.convert(archive, batch: 150)
                ended.add("converted")
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(Set(seen).count == seen.count)
            let stored = try await archive.rows("SELECT count(*), count(DISTINCT msg_id) FROM messages")
            let count = try await archive.count()
            #expect(stored == [Row(values: [.integer(Int64(count)), .integer(Int64(count))])])
            #expect(count > 2_000 && Set(seen).count > 2_000)
            for family in ["messages_users", "messages_packages"] {
                let strays = try await archive.rows(
                    SQL(text: "SELECT count(*) FROM \(family) WHERE message_id NOT IN (SELECT id FROM messages)"))
                #expect(strays == [Row(values: [.integer(0)])])
            }
            #expect(try await archive.partitions().count > 10)
        }
    }

    @Test func `keeps what others are allowed, and names their views, which would be in its way`() async throws {
        try await withFlatArchive { archive in
            _ = try await archive.append(Self.messages(5))
            let role = "reader_\(UInt64.random(in: 0...(.max)))"
            try await archive.database.withConnection { connection in
                try connection.run(
                    script: """
                        CREATE ROLE \(role);
                        GRANT SELECT ON messages, messages_users TO \(role);
                        GRANT INSERT ON messages TO PUBLIC;
                        CREATE VIEW recent AS SELECT msg_id FROM messages;
                        """)
            }
            let error = await #expect(throws: PartitioningError.self) { try await convert(archive) }
            #expect(error?.code == .impossible && error?.message.contains("drop recent first") == true)
            _ = try await archive.rows("DROP VIEW recent")
            try await convert(archive)
            let rights = try await archive.rows(
                """
                SELECT has_table_privilege(\(role), 'messages', 'SELECT'), has_table_privilege(\(role), 'messages', 'INSERT'),
                    has_table_privilege(\(role), 'messages_users', 'SELECT'),
                    has_table_privilege(\(role), 'messages_packages', 'SELECT')
                """)
            #expect(rights == [Row(values: [.boolean(true), .boolean(true), .boolean(true), .boolean(false)])])
            try await archive.database.withConnection { connection in
                try connection.run(script: "DROP OWNED BY \(role); DROP ROLE \(role)")
            }
        }
    }

    @Test func `may be done by two at once`() async throws {
        try await withFlatArchive(connections: 2) { archive in
            _ = try await archive.append(Self.messages(300))
            let before = try await Answers(archive)
            let plan = try await archive.partitioningPlan(.month, now: .sample(0))
            try await withThrowingTaskGroup { group in
                for _ in 0..<2 { group.addTask { try await archive.partition(plan, batch: 7) { _ in } } }
                try await group.waitForAll()
            }
            #expect(try await Answers(archive) == before)
            #expect(try await archive.partitions() == plan.partitions)
        }
    }

    @Test(arguments: [10, 1_000])
    func `of an archive with partitions takes out what lies around them, in batches or at once`(batch: Int) async throws
    {
        try await withArchive(.postgresql) { archive in
            // As sets: there is one line more of the same kind for each partition more.
            let fresh = Set(try await Self.schema(archive))
            _ = try await archive.append(Self.messages(300))
            let before = try await Answers(archive)
            let plan = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(plan.work == .spreading && plan.partitions.count >= 8)
            var copied = 0
            try await archive.partition(plan, batch: batch) { copied += $0 }
            #expect((copied > 200) == (batch == 10), "\(copied)")
            #expect(try await Answers(archive) == before)
            #expect(try await archive.rows("SELECT count(*) FROM messages_before") == [Row(values: [.integer(0)])])
            let again = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(again.isEmpty)
            #expect(try await Set(Self.schema(archive)) == fresh)
            #expect(try await archive.append(Self.messages(301)).stored == 1)
            #expect(try await archive.makePartitions(covering: [.sample(-40 * Self.month)]).count == 1)
        }
    }

    @Test func `of one partition goes on where it was broken off`() async throws {
        try await withArchive(.postgresql) { archive in
            _ = try await archive.append(Self.messages(300))
            let plan = try await archive.partitioningPlan(.month, now: .sample(0))
            let source = try #require(try await archive.partitions().first)
            let split = try #require(
                PartitionSplit.splits(of: [source], for: plan.partitions.compactMap(\.range)).first)
            let conversion = Conversion(database: archive.database, source: source, batch: 50)
            try await conversion.begin(split.parts)
            try await conversion.makeIndexes()
            #expect(try await conversion.copyBatch() == 50)
            await #expect(throws: PartitioningError.self) {
                try await archive.makePartitions(.month, ahead: 9, now: .now)
            }
            // Some more for the partition that is being divided.
            _ = try await archive.append(Self.messages(100, from: 300))
            let before = try await Answers(archive)
            let rest = try await archive.partitioningPlan(.month, now: .sample(0))
            #expect(rest.work != .spreading && rest.work != .conversion)
            try await archive.partition(rest, batch: 64) { _ in }
            #expect(try await Answers(archive) == before)
            #expect(try await archive.rows("SELECT count(*) FROM messages_before") == [Row(values: [.integer(0)])])
        }
    }

    @Test func `is refused in SQLite, with what to do instead`() async throws {
        try await withArchive(.sqlite) { archive in
            let error = await #expect(throws: PartitioningError.self) { try await convert(archive) }
            #expect(error?.code == .impossible && error?.message.contains("PostgreSQL") == true)
            await #expect(throws: PartitioningError.self) { try await archive.abandonPartitioning() }
            await #expect(throws: PartitioningError.self) { try await archive.distributionPlan() }
        }
    }

    @Test func `gives a few strays no partitions of their own`() {
        let range = PartitionInterval.month.range(containing: .sample(0))
        let names = PartitioningPlan.partitions(for: [range, range]).map(\.name)
        #expect(names == ["messages_before", "messages_2026_11", "messages_after"])
    }
}

extension Message {
    /// The same message, said at another time.
    fileprivate func said(at time: Timestamp) -> Message {
        var message = Message(msgID: msgID, timestamp: time, topic: topic, msg: msg)
        message.users = users
        return message
    }
}
