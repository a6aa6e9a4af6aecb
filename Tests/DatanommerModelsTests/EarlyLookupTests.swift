// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `Looking up early what is stored` {
    private static func end(_ position: Int64, _ msgID: String = "m") -> JournalEnd {
        JournalEnd(position: position, msgID: ExactText(msgID))
    }

    @Test func `holds while nobody else appends`() {
        let known = KnownIdentities([("a", .sample(0))])
        let early = EarlyLookup(known: known, end: Self.end(5))
        let own = LastAppend(before: Self.end(5), after: Self.end(7), identities: [ExactText("b"): .sample(1)])
        let older = LastAppend(before: Self.end(3), after: Self.end(5), identities: [ExactText("b"): .sample(1)])

        #expect(early.known(at: Self.end(5), after: nil) == known)
        #expect(early.known(at: Self.end(5), after: older) == known)
        #expect(early.known(at: Self.end(7), after: own) == known.with(own.identities))
        // Somebody else appended: afterwards, before, instead.
        #expect(early.known(at: Self.end(8), after: own) == nil)
        #expect(early.known(at: Self.end(7), after: older) == nil)
        #expect(early.known(at: Self.end(7), after: nil) == nil)
        // The same position, of another message: a server that lost its last ones.
        #expect(early.known(at: Self.end(5, "n"), after: own) == nil)
        #expect(early.known(at: Self.end(7, "n"), after: own) == nil)
        #expect(early.known(at: nil, after: own) == nil)
    }

    @Test func `tells what was stored before and since`() {
        let known = KnownIdentities([("a", .sample(0)), ("a", .sample(9))]).with([ExactText("b"): .sample(1)])
        #expect(known.time(of: ExactText("a"), like: .sample(9)) == .sample(9))
        #expect(known.time(of: ExactText("a"), like: .sample(3)) == .sample(0))
        #expect(known.time(of: ExactText("b"), like: .sample(3)) == .sample(1))
        #expect(known.time(of: ExactText("c"), like: .sample(3)) == nil)
        #expect(known.msgIDs == [ExactText("a"), ExactText("b")])
    }

    @Test(arguments: Engine.allCases)
    func `finds what was stored before it, and what the same archive stored since`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let looking = Archive(Database(archive.database.url))
            defer { looking.close() }
            let (first, second) = (Message.sample("first"), Message.sample("second"))
            let batches: [[Message]] = [
                [first], [first, second, .sample("third")], [.sample("second", at: 1), first, .sample("fourth")],
            ]
            var early: [EarlyLookup] = []
            // Of each batch it is asked before the one before it is stored.
            early.append(try await looking.lookUp(batches[0]))
            early.append(try await looking.lookUp(batches[1]))
            var outcomes = [try await archive.append(batches[0], setAside: [], spoken: [], early: early[0])]
            early.append(try await looking.lookUp(batches[2]))
            outcomes.append(try await archive.append(batches[1], setAside: [], spoken: [], early: early[1]))
            outcomes.append(try await archive.append(batches[2], setAside: [], spoken: [], early: early[2]))

            #expect(outcomes.map(\.stored) == [1, 2, 1])
            #expect(outcomes.map(\.duplicates) == [0, 1, 1])
            #expect(outcomes.map(\.setAside.count) == [0, 0, 1])
            #expect(outcomes[2].setAside.map(\.reason) == [.otherClaim])
            #expect(try await archive.count() == 4)
            #expect(
                try await archive.arrivals(after: 0, upTo: .max).messages.map(\.msgID) == [
                    "first", "second", "third", "fourth",
                ])
        }
    }

    @Test(arguments: Engine.allCases)
    func `does not hold when another archive has stored something since`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let other = Archive(Database(archive.database.url))
            defer { other.close() }
            _ = try await archive.append(
                [.sample("before")], setAside: [], spoken: [], early: try await other.lookUp([]))
            let batch = [Message.sample("m"), .sample("claimed"), .sample("new")]
            let early = try await other.lookUp(batch)
            _ = try await other.append([.sample("m"), .sample("claimed", at: 1)])
            let outcome = try await archive.append(batch, setAside: [], spoken: [], early: early)
            #expect((outcome.stored, outcome.duplicates, outcome.setAside.map(\.reason)) == (1, 1, [.otherClaim]))
            #expect(try await archive.count() == 4)
        }
    }

    @Test func `takes what a stranger without the journal's lock stored since for a message that is there`()
        async throws
    {
        try await withArchive(.postgresql) { archive in
            _ = try await archive.append([.sample("before")])
            let batch = [Message.sample("m"), .sample("new")]
            let early = try await archive.lookUp(batch)
            // A position below the newest: the end of the journal does not tell.
            try await archive.database.transaction { connection in
                try connection.execute(
                    """
                    INSERT INTO messages (id, msg_id, timestamp, topic_id, category_id, i, msg, source_id)
                    OVERRIDING SYSTEM VALUE
                    SELECT id - 1000, 'm', timestamp, topic_id, category_id, i, msg, source_id FROM messages
                    """)
            }
            let outcome = try await archive.append(batch, setAside: [], spoken: [], early: early)
            #expect(outcome == .init(stored: 1, duplicates: 1))
        }
    }

    @Test(arguments: Engine.allCases)
    func `stores each message once while others append the same`(engine: Engine) async throws {
        let messages = (0..<120).map { Message.sample("m\($0)", at: Int64($0)) }
        try await withArchive(engine) { archive in
            let archives = (0..<3).map { _ in Archive(Database(archive.database.url)) }
            defer { archives.forEach { $0.close() } }
            let outcomes = try await withThrowingTaskGroup(of: AppendOutcome.self) { group in
                for (place, one) in archives.enumerated() {
                    group.addTask { try await Self.appendAhead(messages, by: 5 + place, to: one) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.map(\.stored).reduce(0, +) == 120)
            #expect(outcomes.map(\.duplicates).reduce(0, +) == 240)
            #expect(try await archive.count() == 120)
            try await archive.expectExactCounters()
        }
    }

    /// Appends messages in batches, each looked up while the one before it is stored.
    private static func appendAhead(_ messages: [Message], by size: Int, to archive: Archive) async throws
        -> AppendOutcome
    {
        let looking = Archive(Database(archive.database.url))
        defer { looking.close() }
        var outcome = AppendOutcome()
        var early: EarlyLookup?
        for first in stride(from: 0, to: messages.count, by: size) {
            let batch = Array(messages[first..<min(first + size, messages.count)])
            let next = Array(messages[min(first + size, messages.count)...].prefix(size))
            async let ahead = looking.lookUp(next)
            outcome = outcome + (try await archive.append(batch, setAside: [], spoken: [], early: early))
            early = try await ahead
        }
        return outcome
    }
}
