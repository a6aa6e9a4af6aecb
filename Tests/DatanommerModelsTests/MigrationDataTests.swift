// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A migration of a full archive` {
    /// Topics, and where their messages belong.
    private static let topics = [
        ("org.example.prod.bodhi.update.comment", "bodhi"), ("org.example.prod.bodhi.update.edit", "bodhi"),
        ("org.example.prod.git", "git"), ("a.b", "Unclassified"), ("", "Unclassified"), ("a.b.c.", "Unclassified"),
        ("a.b.c..d", "Unclassified"), ("...", "Unclassified"), ("VirtualTopic.eng.brew.build", "brew"),
        ("/topic/VirtualTopic.eng.errata", "errata"), ("VirtualTopic.eng", "Unclassified"),
        ("virtualtopic.a.b.lower.c", "lower"), ("a.b.c.日本語", "日本語"), ("a.b.c.100%_'\"\\", "100%_'\"\\"),
    ]

    /// Two messages a topic at version 1; the second was said before the first.
    private func fill(_ database: Database) async throws {
        try await database.transaction { connection in
            for (number, topic) in Self.topics.enumerated() {
                let id = try connection.execute("INSERT INTO topics (name) VALUES (\(topic.0)) RETURNING id")[0]
                    .integer(0)
                for (place, second) in [10, -10].enumerated() {
                    let time = Timestamp.sample(Int64(number + second))
                    try connection.execute(
                        """
                        INSERT INTO messages (msg_id, timestamp, topic_id, i, username, msg)
                        VALUES (\("2026-\(number)-\(place)"), \(time), \(id), \(number), \("apache"), \("[1.0]"))
                        """)
                }
            }
        }
    }

    /// The columns of version 1, which every version has.
    private func firstColumns(_ database: Database) async throws -> [Row] {
        try await database.withConnection { connection in
            try connection.execute(
                "SELECT id, msg_id, timestamp, topic_id, i, username, msg FROM messages ORDER BY id")
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps every message at every step, up and down`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.go(to: .version(1))
            try await fill(database)
            let before = try await firstColumns(database)
            #expect(before.count == Self.topics.count * 2)
            for version in 2...Schema.version {
                try await migrator.go(to: .steps(1))
                #expect(try await firstColumns(database) == before, "up to \(version)")
            }
            for version in (1..<Schema.version).reversed() {
                try await migrator.go(to: .steps(-1), isUp: false)
                #expect(try await firstColumns(database) == before, "down to \(version)")
            }
            try await migrator.go(to: .head)
            #expect(try await firstColumns(database) == before)
        }
    }

    @Test(arguments: Engine.allCases)
    func `files each message where a new one would be filed, whatever its topic`(engine: Engine) async throws {
        for (topic, category) in Self.topics { #expect(Category.name(ofTopic: topic) == category) }
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.go(to: .version(1))
            try await fill(database)
            try await migrator.go(to: .version(2))
            let filed = try await database.withConnection { connection in
                try connection.execute(
                    """
                    SELECT topics.name, categories.name, count(*) FROM messages
                    JOIN topics ON topics.id = topic_id JOIN categories ON categories.id = category_id
                    GROUP BY topics.id, topics.name, categories.name ORDER BY topics.id
                    """)
            }
            #expect(filed == Self.topics.map { Row(values: [.text($0.0), .text($0.1), .integer(2)]) })
            let categories = try await database.withConnection { try $0.execute("SELECT name FROM categories") }
            #expect(Set(try categories.map { try $0.text(0) }) == Set(Self.topics.map(\.1)))
            #expect(categories.count == Set(Self.topics.map(\.1)).count)
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts what is there, and the archive then answers and goes on as if it had stored it all`(engine: Engine)
        async throws
    {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.go(to: .version(1))
            try await fill(database)
            try await migrator.go(to: .head)
            let archive = Archive(database)
            let byTopic = try await archive.counts(of: .topics)
            #expect(Set(byTopic) == Set(Self.topics.map { MessageCount(name: $0.0, messages: 2) }))
            for (number, topic) in Self.topics.enumerated() {
                let latest = try await archive.latest(.topic(topic.0))
                #expect(latest.map(\.msgID) == ["2026-\(number)-0"])
                #expect(latest.map(\.timestamp) == [.sample(Int64(number + 10))])
                #expect(latest.map(\.category) == [topic.1])
            }
            var expected = Message(
                msgID: "2026-2-0", timestamp: .sample(12), topic: "org.example.prod.git", msg: "[1.0]")
            expected.i = 2
            expected.username = "apache"
            expected.source = Source(name: "datanommer", version: "unknown")
            let read = try await archive.messages(withIDs: ["2026-2-0"])
            #expect(read == [expected.at(position: read.first?.position)])
            let outcome = try await archive.append([expected, .sample("new", at: 99, topic: "org.example.prod.git")])
            #expect(outcome.stored == 1)
            #expect(outcome.duplicates == 1)
            #expect(try await archive.latest(.category("git")).map(\.msgID) == ["new"])
            #expect(try await archive.count() == Self.topics.count * 2 + 1)
        }
    }

    @Test(arguments: Engine.allCases)
    func `gives the counters it had when the counters are made again`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let messages = (0..<60).map { number in
                Message.sample(
                    "\(number)", at: Int64(number * 7 % 20), topic: Self.topics[number % Self.topics.count].0)
            }
            _ = try await archive.append(messages)
            let counters: SQL = "SELECT * FROM counters ORDER BY topic_id, category_id"
            let before = try await archive.rows(counters)
            let migrator = try Migrator(archive.database)
            try await migrator.go(to: .version(6), isUp: false)
            try await migrator.go(to: .head)
            #expect(try await archive.rows(counters) == before)
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps ways, and never gives a position twice, when the tables are written anew`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let messages = (0..<40).map { number -> Message in
                let second: Int64 = Int64(number * 7 % 20) * 40_000
                return Message.sample(
                    "\(number)", at: number < 5 ? second - 2_000_000_000 : second,
                    users: ["u\(number % 3)", "é"], packages: number % 2 == 0 ? ["p"] : [])
            }
            _ = try await archive.append(messages)
            let newest = try await archive.newestPosition()
            // The newest position is that of a message which is gone, and in the end all are.
            _ = try await archive.append([.sample("gone", at: -3_000_000_000)])
            _ = try await archive.expire(before: .sample(-2_999_999_999))
            let before = try await archive.dump()
            let migrator = try Migrator(archive.database)
            try await migrator.go(to: .version(12), isUp: false)
            try await migrator.go(to: .head)
            #expect(try await archive.dump() == before)
            try await archive.expectExactWays()
            try await archive.expectExactCounters()
            #expect(try await archive.append(messages + [.sample("next")]) == .init(stored: 1, duplicates: 40))
            #expect(try await archive.newestPosition() > newest + 1)
            let last = try await archive.newestPosition()
            try await archive.forgetAll()
            try await migrator.go(to: .version(12), isUp: false)
            try await migrator.go(to: .head)
            _ = try await archive.append([.sample("first")])
            #expect(try await archive.newestPosition() > last)
        }
    }

    @Test(arguments: Engine.allCases)
    func `forgets gaps on the way down, and follows publishers anew after the way up`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let hear = { (numbers: [Int64]) in
                let spoken = numbers.map {
                    SpokenNumber(publisher: "tcp://a:1", number: $0, msgID: "\($0)", receivedAt: .sample($0))
                }
                return try await archive.append(
                    numbers.map { .sample("\($0)", at: $0) }, setAside: [], spoken: spoken)
            }
            #expect(try await hear([1, 5]).missed.map(\.numbers) == [2...4])
            try await archive.note(NewGap(source: "http://b/raw", since: .sample(1), state: .lost, detail: "x"))
            let messages = try await archive.dump()
            let migrator = try Migrator(archive.database)
            try await migrator.go(to: .version(8), isUp: false)
            try await migrator.go(to: .head)
            #expect(try await archive.dump() == messages)
            #expect(try await archive.gaps(Gap.State.allCases) == [])
            #expect(try await hear([9, 11]).missed.map(\.numbers) == [10...10])
        }
    }
}
