// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `What was set aside and is tried again` {
    private func retryAll(_ archive: Archive, _ decoder: MessageDecoder = .sample) async throws -> RetryOutcome {
        try await archive.retry(archive.setAside(matching: SetAsideFilter())) { (kept) throws(SetAside) in
            try decoder.message(kept)
        }
    }

    private func aside(_ reason: SetAside.Reason, _ body: String, topic: String = "a.b.c.git") -> SetAside {
        .sample(reason, at: 7, topic: Array(topic.utf8), body: Array(body.utf8))
    }

    @Test(arguments: Engine.allCases)
    func `is stored with the time of its receipt, or was there, and is set aside no more`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append([.sample("there", at: 1)])
            let asides = [
                aside(.tooDeep, #"{"topic": "a.b.c.git", "msg_id": "said", "timestamp": 10, "msg": {"who": ["ann"]}}"#),
                aside(.notJSON, #"{"topic": "a.b.c.git", "msg_id": "timeless", "msg": 1.0}"#),
                aside(.notJSON, #"["no envelope"]"#),
                aside(.unstorableText, Message.sample("there", at: 1).envelope),
                aside(.notJSON, #"{"topic": "a.b.c.git", "msg_id": "said", "timestamp": 10, "msg": {"who": ["ann"]}}"#),
            ]
            _ = try await archive.append([], setAside: asides)
            var expected = RetryOutcome()
            (expected.stored, expected.duplicates) = (3, 2)
            #expect(try await retryAll(archive) == expected)
            #expect(try await archive.setAsideCounts() == [:])
            #expect(try await archive.messages(withIDs: ["timeless"]).map(\.timestamp) == [.sample(7)])
            #expect(try await archive.messages(withIDs: ["said"]).map(\.users) == [["ann"]])
            #expect(try await archive.count() == 4)
            #expect(try await archive.counts(of: .categories).map(\.messages).reduce(0, +) == 4)
        }
    }

    @Test(arguments: Engine.allCases)
    func `and came from Salt is read as Salt's, and nothing else is`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let payload: [UInt8] = [0x81, 0xA4] + Array("user".utf8) + [0xA3] + Array("ann".utf8)
            _ = try await archive.append(
                [],
                setAside: [
                    .sample(.saltEvent, at: 7, topic: Array("salt/auth".utf8), body: payload),
                    .sample(.saltEvent, at: 8, topic: Array("salt/key".utf8), body: [0xC1]),
                    .sample(.notJSON, at: 9, topic: Array("salt/run".utf8), body: payload),
                    .sample(.saltFrames, at: 10, topic: payload, body: []),
                ])
            let outcome = try await retryAll(archive)
            #expect(outcome.stored == 1)
            #expect(outcome.stayed.map(\.reason) == ["salt-event", "not-json", "salt-frames"])
            let stored = try await archive.messages(withIDs: [try #require(try archiveID(payload))])
            #expect(stored.map(\.topic) == ["salt/auth"] && stored.map(\.users) == [["ann"]])
            #expect(stored.map(\.timestamp) == [.sample(7)])
        }
    }

    private func archiveID(_ payload: [UInt8]) throws -> String? {
        try MessageDecoder.sample.message(saltTag: Array("salt/auth".utf8), payload: payload, receivedAt: .now).msgID
    }

    @Test(arguments: Engine.allCases)
    func `and is no message still stays as it is, with the reason of today`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let asides = [
                SetAside.sample(.tooDeep, at: 1, topic: [0xFF], body: [0x7B, 0x00]), aside(.notJSON, "{\u{0}"),
                aside(.tooDeep, String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)),
            ]
            _ = try await archive.append([], setAside: asides)
            let outcome = try await retryAll(archive)
            #expect(outcome.stored == 0 && outcome.stayed.map(\.reason) == ["not-json", "not-json", "too-deep"])
            let kept = try await archive.setAside(matching: SetAsideFilter())
            #expect(kept.map(\.reason) == outcome.stayed.map(\.reason))
            #expect(kept.map(\.detail) == outcome.stayed.map(\.detail))
            #expect(kept.map(\.body) == asides.map(\.body) && kept.map(\.topic) == asides.map(\.topic))
            #expect(kept.map(\.receivedAt) == asides.map(\.receivedAt))
            #expect(try await retryAll(archive) == outcome)
            #expect(try await archive.setAside(matching: SetAsideFilter()) == kept)
        }
    }

    @Test(arguments: Engine.allCases)
    func `but is not kept whole stays, and says what is missing`(engine: Engine) async throws {
        let whole = #"{"topic": "a.b.c.git", "msg_id": "large", "timestamp": 1, "msg": "0123456789"}"#
        try await withArchive(engine) { archive in
            var cut = aside(.tooLarge, "{}")
            cut.detail = "too large, 99999 bytes in 2 frame(s)"
            let small = MessageDecoder(maximumBytes: 20) { _, _ in MessageNames() }
            let large = try #require(throws: SetAside.self) { try small.decode(whole) }
            _ = try await archive.append([], setAside: [cut, aside(.frames, "{}"), large])
            let stayed = try await retryAll(archive, small).stayed
            #expect(
                stayed.map(\.detail) == [
                    "only the beginning of it is kept", "the borders of its frames are not kept",
                    "\(whole.utf8.count) bytes, 20 are allowed",
                ])
            let after = try await retryAll(archive)
            #expect(after.stored == 1 && after.stayed.map(\.reason) == ["too-large", "frames"])
            #expect(try await archive.setAside(matching: SetAsideFilter()).map(\.detail) == [cut.detail, "7 – why"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `because the database refused it, or another had its identity, is the message it was`(engine: Engine)
        async throws
    {
        try await withArchive(engine) { archive in
            try await archive.database.withConnection { try $0.run(script: Self.refusal($0.dialect)) }
            var refused = try MessageDecoder.sample.decode(
                #"{"topic": "a.b.c.git", "msg_id": "r", "msg": 1.0, "x": 2}"#)
            refused.username = "refused"
            refused.users = ["stated"]
            let claimed = Message.sample("m", at: 60)
            _ = try await archive.append([.sample("m", at: 1)])
            #expect(try await archive.append([refused, claimed]).setAside.count == 2)

            let first = try await retryAll(archive)
            #expect(first.stayed.map(\.reason).sorted() == ["other-claim", "refused"])
            #expect(try await archive.setAsideCounts() == ["other-claim": 1, "refused": 1])

            try await archive.database.withConnection { try $0.run(script: Self.leave($0.dialect)) }
            try await archive.forgetAll()
            #expect(try await retryAll(archive).stored == 2)
            #expect(try await archive.setAsideCounts() == [:])
            #expect(try await archive.messages(withIDs: ["r", "m"]).map(\.json) == [refused.json, claimed.json])
        }
    }

    @Test(arguments: Engine.allCases)
    func `and that the archive does not take now is kept as append would keep it, the others unharmed`(engine: Engine)
        async throws
    {
        try await withArchive(engine) { archive in
            try await archive.database.withConnection { try $0.run(script: Self.refusal($0.dialect)) }
            _ = try await archive.append([.sample("m", at: 1)])
            let envelope = { (id: String, name: String) in
                #"{"topic": "a.b.c.git", "msg_id": "\#(id)", "timestamp": 5, "username": "\#(name)", "msg": {}}"#
            }
            let bodies = (0..<9).map { envelope("m\($0)", $0 == 4 ? "refused" : "apache") } + [envelope("m", "x")]
            // A publisher may say what looks like a dump: it is not believed.
            let forged = #"{"topic": "a.b.c.git", "msg_id": "f", "category": "root", "users": ["eve"], "packages": []}"#
            _ = try await archive.append([], setAside: (bodies + [forged]).map { aside(.notJSON, $0) })
            let outcome = try await retryAll(archive)
            #expect(outcome.stored == 9 && outcome.stayed.map(\.reason) == ["refused", "other-claim"])
            let kept = try await archive.setAside(matching: SetAsideFilter())
            let decoded = try [bodies[4], bodies[9]].map { try MessageDecoder.sample.decode($0) }
            #expect(kept.map(\.body) == decoded.map { Array($0.json.utf8) })
            let stored = try await archive.messages(withIDs: ["f"])
            #expect(stored.map(\.category) == ["git"] && stored.map(\.users) == [[]])
        }
    }

    @Test(arguments: Engine.allCases)
    func `beside others who retry, drop and append is stored once, and nothing is lost`(engine: Engine) async throws {
        try await withArchive(engine, connections: 4) { archive in
            let bodies = (0..<200).map {
                #"{"topic": "a.b.c.git", "msg_id": "q\#($0)", "timestamp": \#($0), "msg": {}}"#
            }
            _ = try await archive.append([], setAside: bodies.map { aside(.notJSON, $0) })
            let kept = try await archive.setAside(matching: SetAsideFilter())
            let outcomes = try await withThrowingTaskGroup(of: RetryOutcome.self) { group in
                for part in 0..<4 {
                    group.addTask {
                        var outcome = RetryOutcome()
                        // Two go up, two go down.
                        for start in stride(from: 0, to: 200, by: 20) {
                            let from = part % 2 == 0 ? start : 180 - start
                            outcome += try await archive.retry(Array(kept[from..<(from + 20)])) {
                                (kept) throws(SetAside) in try MessageDecoder.sample.message(kept)
                            }
                        }
                        return outcome
                    }
                }
                group.addTask {
                    for number in 0..<20 {
                        _ = try await archive.append(
                            [.sample("live\(number)")], setAside: [.sample(.notJSON, at: 0, topic: [], body: [])])
                    }
                    return RetryOutcome()
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.map(\.stored).reduce(0, +) == 200)
            #expect(outcomes.map(\.gone).reduce(0, +) == 600)
            #expect(outcomes.map(\.duplicates).reduce(0, +) == 0)
            #expect(try await archive.count() == 220)
            #expect(try await archive.setAsideCounts() == ["not-json": 20])
        }
    }

    /// Makes the database refuse messages whose user is called `refused`, until told otherwise.
    private static func refusal(_ dialect: Dialect) -> String {
        switch dialect {
        case .postgresql: "ALTER TABLE messages ADD CONSTRAINT refusing CHECK (username <> 'refused')"
        case .sqlite:
            """
            CREATE TRIGGER refusing BEFORE INSERT ON messages WHEN new.username = 'refused'
            BEGIN SELECT RAISE(ABORT, 'refused'); END
            """
        }
    }

    private static func leave(_ dialect: Dialect) -> String {
        dialect == .postgresql ? "ALTER TABLE messages DROP CONSTRAINT refusing" : "DROP TRIGGER refusing"
    }
}
