// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A row that the database refuses` {
    /// Makes the database refuse messages whose user is called `refused`.
    private static func refusal(_ dialect: Dialect) -> String {
        switch dialect {
        case .postgresql: "ALTER TABLE messages ADD CHECK (username <> 'refused')"
        case .sqlite:
            """
            CREATE TRIGGER refusing BEFORE INSERT ON messages WHEN new.username = 'refused'
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        }
    }

    private func batch(_ count: Int, refused: Set<Int>) -> [Message] {
        (0..<count).map { number in
            var message = Message.sample("m\(number)", at: Int64(number), users: ["u\(number % 3)"])
            message.username = refused.contains(number) ? "refused" : "apache"
            return message
        }
    }

    @Test(
        arguments: Engine.allCases, [[0], [10], [20], [0, 20], [3, 4, 5], Set(0...20)] as [Set<Int>])
    func `is set aside alone, and the others are stored in their order`(engine: Engine, refused: Set<Int>) async throws
    {
        try await withArchive(engine) { archive in
            try await archive.database.withConnection { try $0.run(script: Self.refusal($0.dialect)) }
            let outcome = try await archive.append(batch(21, refused: refused))
            #expect(outcome.stored == 21 - refused.count)
            #expect(outcome.duplicates == 0)
            #expect(outcome.setAside.map(\.reason) == refused.map { _ in .refused })
            let dumped = outcome.setAside.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(dumped == batch(21, refused: refused).filter { $0.username == "refused" }.map(\.json))
            let left = (0..<21).filter { !refused.contains($0) }.map { "m\($0)" }
            #expect(try await archive.rows("SELECT msg_id FROM messages ORDER BY id").map { try $0.text(0) } == left)
            #expect(try await archive.count() == left.count)
            #expect(try await archive.setAsideCounts() == ["refused": refused.count])
        }
    }

    @Test(arguments: Engine.allCases)
    func `for a NUL in any text is set aside, the batch unharmed`(engine: Engine) async throws {
        let places: [WritableKeyPath<Message, String>] = [\.msgID, \.topic, \.signed, \.category, \.source.name]
        var batch: [Message] = []
        for (number, place) in places.enumerated() {
            var message = Message.sample("nul\(number)")
            message[keyPath: place] += "\u{0}"
            batch += [.sample("before\(number)"), message]
        }
        batch.append(.sample("user", users: ["a\u{0}"]))
        batch.append(.sample("last"))
        try await withArchive(engine) { [batch] archive in
            let outcome = try await archive.append(batch)
            #expect(outcome.stored == places.count + 1)
            #expect(outcome.setAside.map(\.reason) == Array(repeating: .refused, count: places.count + 1))
            let stored = (0..<places.count).map { "before\($0)" } + ["last"]
            #expect(try await archive.rows("SELECT msg_id FROM messages ORDER BY id").map { try $0.text(0) } == stored)
            #expect(try await archive.setAsideCounts() == ["refused": places.count + 1])
        }
    }

    @Test func `by the server alone, an identity too long for its index, is set aside`() async throws {
        var generator = SeededGenerator(seed: 3)
        let digits = Array("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
        let long = String((0..<20_000).map { _ in digits.randomElement(using: &generator) ?? "0" })
        try await withArchive(.postgresql) { archive in
            let outcome = try await archive.append([.sample("a"), .sample(long), .sample("b")])
            #expect(outcome.stored == 2)
            #expect(outcome.setAside.map(\.reason) == [.refused])
            #expect(outcome.setAside.first?.detail.contains("54000") == true)
        }
    }

    @Test func `by the server alone, a time that no timestamptz holds, is set aside`() async throws {
        // A hundred thousand years ago.
        let long = Timestamp(microseconds: -3_000_000_000_000_000_000)
        let absurd = Message(msgID: "x", timestamp: long, topic: "a", msg: "1")
        try await withArchive(.postgresql) { archive in
            let outcome = try await archive.append([.sample("a"), absurd, .sample("b")])
            #expect(outcome.stored == 2)
            #expect(outcome.setAside.map(\.reason) == [.refused])
        }
    }

    @Test(arguments: Engine.allCases)
    func `leaves the names of its batch usable`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            try await archive.database.withConnection { try $0.run(script: Self.refusal($0.dialect)) }
            var refused = Message.sample("refused", topic: "a.b.c.new", users: ["new"])
            refused.username = "refused"
            // The numbers that its topic and user got were rolled back with it.
            #expect(try await archive.append([refused]).stored == 0)
            #expect(try await archive.append([.sample("good", topic: "a.b.c.new", users: ["new"])]).stored == 1)
            #expect(try await archive.counts(of: .topics) == [MessageCount(name: "a.b.c.new", messages: 1)])
            #expect(try await archive.messages(withIDs: ["good"]).map(\.topic) == ["a.b.c.new"])
            var filter = MessageFilter()
            filter.users = ["new"]
            #expect(try await archive.grep(filter).messages.map(\.msgID) == ["good"])
        }
    }
}

extension Message {
    /// The signature, as a text that is always there.
    fileprivate var signed: String {
        get { signature ?? "" }
        set { signature = newValue }
    }
}
