// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A count` {
    /// The numbers that the messages themselves have.
    private func counted(_ messages: [Message], _ grouping: MessageGrouping) -> [MessageCount] {
        Dictionary(grouping: messages) { grouping == .topics ? $0.topic : $0.category }
            .map { MessageCount(name: $0.key, messages: $0.value.count) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    @Test(arguments: Engine.allCases)
    func `of nothing is nothing`(engine: Engine) async throws {
        try await withArchive(engine) { archive async throws in
            #expect(try await archive.counts(of: .categories) == [])
            #expect(try await archive.counts(of: .topics) == [])
            #expect(try await archive.latest(.eachCategory) == [])
            #expect(try await archive.latest(.overall) == [])
            #expect(try await archive.latest(.topic("a")) == [])
            #expect(try await archive.count() == 0)
            #expect(try await archive.setAsideCounts() == [:])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is sorted by the bytes of the names, and has only what is there`(engine: Engine) async throws {
        let topics = ["a.b.c.é", "a.b.c.z", "a.b.c.B", "a.b.c.a", "a.b.c.🎉", "a.b.c._", "a.b.c.日"]
        try await withArchive(engine) { archive in
            _ = try await archive.append(topics.map { .sample($0, topic: $0) })
            let names = try await archive.counts(of: .categories).map(\.name)
            #expect(names == ["B", "_", "a", "z", "é", "日", "🎉"])
            var filter = MessageFilter()
            filter.categories = ["a", "absent"]
            #expect(
                try await archive.counts(of: .categories, matching: filter) == [MessageCount(name: "a", messages: 1)])
            #expect(
                try await archive.counts(of: .topics, matching: filter) == [MessageCount(name: "a.b.c.a", messages: 1)])
            filter.start = .sample(1)
            #expect(try await archive.counts(of: .categories, matching: filter) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is exact after duplicates in batches of every size, and restarts`(engine: Engine) async throws {
        let messages = try Message.generated()
        var generator = SeededGenerator(seed: 9)
        try await withArchive(engine) { first in
            var archive = first
            for round in 0..<12 {
                let batch = (0..<Int.random(in: 1...90, using: &generator)).compactMap { _ in
                    messages.randomElement(using: &generator)
                }
                let before = try await archive.count()
                let outcome = try await archive.append(batch)
                #expect(outcome.stored + outcome.duplicates == batch.count)
                #expect(try await archive.count() == before + outcome.stored)
                try await archive.expectExactCounters()
                // Another life, which knows no numbers of names.
                if round % 4 == 3 { archive = Archive(first.database) }
            }
            #expect(try await archive.append(messages).setAside == [])
            try await archive.expectExactCounters()
            #expect(try await archive.count() == Set(messages.map(\.msgID)).count)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is the same from the counters and from the rows, for any filter and grouping`(engine: Engine) async throws {
        let generated = try Message.generated()
        try await withArchive(engine) { archive in
            _ = try await archive.append(generated)
            let messages = try await archive.grep(MessageFilter(), limit: 1_000).messages
            var always = MessageFilter()
            always.start = Timestamp(microseconds: 0)
            for grouping in [MessageGrouping.topics, .categories] {
                let all = try await archive.counts(of: grouping)
                #expect(all == counted(messages, grouping))
                #expect(try await archive.counts(of: grouping, matching: always) == all)
            }
            var generator = SeededGenerator(seed: 11)
            for _ in 0..<80 {
                var filter = MessageFilter.random(of: messages, using: &generator)
                for _ in 0..<2 {
                    let meant = messages.filter { filter.means($0) }
                    let byTopic = try await archive.counts(of: .topics, matching: filter)
                    #expect(byTopic == counted(meant, .topics), "\(filter)")
                    let byCategory = try await archive.counts(of: .categories, matching: filter)
                    #expect(byCategory == counted(meant, .categories), "\(filter)")
                    // The same from the rows, where the counters alone could tell.
                    filter.start = filter.start ?? Timestamp(microseconds: 0)
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of one topic filed under two categories is told under both`(engine: Engine) async throws {
        var other = Message.sample("b", at: 2)
        other.category = "other"
        try await withArchive(engine) { [other] archive in
            _ = try await archive.append([.sample("a", at: 1), other])
            let topic = "org.example.prod.git.receive"
            #expect(try await archive.counts(of: .topics) == [MessageCount(name: topic, messages: 2)])
            let categories = try await archive.counts(of: .categories)
            #expect(categories == [MessageCount(name: "git", messages: 1), MessageCount(name: "other", messages: 1)])
            try await archive.expectExactCounters()
        }
    }
}
