// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `An append` {
    @Test(arguments: Engine.allCases)
    func `stores each property of a message, in the order of the batch`(engine: Engine) async throws {
        var full = Message.sample("full", at: 5, users: ["a", "é"], packages: ["p\"q\\"])
        full.i = .max
        full.username = ""
        full.crypto = "x509"
        full.certificate = String(repeating: "Q0VSVA==\n", count: 300)
        full.signature = "U0lH\n"
        full.headers = #"{"n": 1.0, "u": "\ud800"}"#
        full.source = Source(name: "é", version: "")
        full.rest = #"{"timestamp":"junk","z":"\u0000"}"#
        full.notSaid = ["i", "msg_id"]
        full.timestampWasSaid = false
        full.msg = #"{"n": [1.0, 1e5, NaN], "u": "\u0000\ud800 日本語 🎉"}"#
        let plain = Message.sample("plain", at: 4)
        try await withArchive(engine) { archive in
            #expect(try await archive.append([full, plain]) == .init(stored: 2))
            let read = try await archive.messages(withIDs: ["plain", "full", "absent"])
            #expect(read == [plain.at(position: read[0].position), full.at(position: read[1].position)])
            let positions = read.compactMap(\.position)
            #expect(positions.count == 2 && positions[0] > positions[1])
            #expect(try await archive.newestPosition() == positions[0])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of nothing does nothing`(engine: Engine) async throws {
        try await withArchive(engine) { archive async throws in
            #expect(try await archive.append([]) == AppendOutcome())
            #expect(try await archive.newestPosition() == 0)
            #expect(try await archive.count() == 0)
            #expect(try await archive.dump() == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `skips what is there already, within a batch, across batches and through another pool`(engine: Engine)
        async throws
    {
        try await withArchive(engine) { archive in
            let first = try await archive.append([.sample("a"), .sample("b"), .sample("a")])
            #expect(first == .init(stored: 2, duplicates: 1))
            #expect(try await archive.append([.sample("b"), .sample("c")]) == .init(stored: 1, duplicates: 1))
            let other = Archive(Database(archive.database.url))
            defer { other.close() }
            let again = try await other.append([.sample("a"), .sample("b"), .sample("c"), .sample("d")])
            #expect(again == .init(stored: 1, duplicates: 3))
            #expect(try await archive.count() == 4)
            #expect(try await archive.rows("SELECT count(*) FROM messages") == [Row(values: [.integer(4)])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `sets another message of a stored identity aside, and one of the same batch`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append([.sample("a", at: 1)])
            let outcome = try await archive.append([.sample("a", at: 2), .sample("b", at: 3), .sample("b", at: 4)])
            #expect(outcome.stored == 1)
            #expect(outcome.duplicates == 0)
            #expect(outcome.setAside.map(\.reason) == [.otherClaim, .otherClaim])
            #expect(
                outcome.setAside.map(\.detail) == [
                    "msg_id a is stored with another time than 2026-11-21 03:12:02",
                    "msg_id b is stored with another time than 2026-11-21 03:12:04",
                ])
            #expect(
                outcome.setAside.first.map { String(decoding: $0.body, as: UTF8.self) }
                    == Message.sample("a", at: 2).json)
            #expect(try await archive.setAsideCounts() == ["other-claim": 2])
            #expect(try await archive.messages(withIDs: ["a", "b"]).map(\.timestamp) == [.sample(1), .sample(3)])
        }
    }

    @Test(arguments: Engine.allCases)
    func `takes an arrival that tells no time for the stored message, whenever it was received`(engine: Engine)
        async throws
    {
        var late = Message.sample("a", at: 9)
        late.timestampWasSaid = false
        try await withArchive(engine) { [late] archive in
            _ = try await archive.append([.sample("a", at: 1)])
            #expect(try await archive.append([late]) == .init(duplicates: 1))
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps what could not become a message in the same transaction, or only counts it`(engine: Engine) async throws
    {
        let aside = SetAside(
            .notJSON, detail: "é", topic: [0, 0xFF], body: [], receivedAt: .sample(1))
        try await withArchive(engine) { archive in
            #expect(try await archive.append([], setAside: [aside]) == .init(setAside: [aside]))
            #expect(try await archive.append([.sample("a")], setAside: [aside]) == .init(stored: 1, setAside: [aside]))
            #expect(try await archive.setAsideCounts() == ["not-json": 2])
            let row = try await archive.rows(
                "SELECT set_aside_at, reason, detail, topic, body FROM quarantine LIMIT 1")[0]
            #expect(try row.timestamp(0) == .sample(1))
            #expect(
                Array(row.values.dropFirst()) == [.text("not-json"), .text("é"), .bytes([0, 0xFF]), .bytes([])])
        }
        try await withArchive(engine, setAsideLimit: 0) { archive async throws in
            #expect(try await archive.append([], setAside: [aside]) == .init(setAside: [aside]))
            #expect(try await archive.setAsideCounts() == [:])
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps of what is set aside so many as there is room for, and counts the others`(engine: Engine) async throws {
        let asides = (0..<7).map { SetAside.sample(.notJSON, at: Int64($0), topic: [], body: [UInt8($0)]) }
        try await withArchive(engine, setAsideLimit: 5) { archive async throws in
            var expected = AppendOutcome()
            expected.setAside = Array(asides[..<3])
            #expect(try await archive.append([], setAside: expected.setAside) == expected)
            // A hole: the numbers tell of more than there are.
            var second = SetAsideFilter()
            second.ids = [2]
            _ = try await archive.dropSetAside(matching: second)
            expected.setAside = Array(asides[3...])
            expected.notKept = 1
            #expect(try await archive.append([], setAside: expected.setAside) == expected)
            expected.setAside = Array(asides[..<1])
            expected.notKept = 1
            expected.stored = 1
            #expect(try await archive.append([.sample("a")], setAside: expected.setAside) == expected)
            let bodies = try await archive.rows("SELECT body FROM quarantine ORDER BY id").map { try $0.bytes(0) }
            #expect(bodies == [[0], [2], [3], [4], [5]])
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps texts apart that look alike but are not the same bytes`(engine: Engine) async throws {
        let (one, two) = ("a.b.c.\u{E9}", "a.b.c.e\u{301}")
        var messages = [one, two].map { Message.sample($0, topic: $0, users: [$0], packages: [$0]) }
        messages[0].source = Source(name: one, version: "")
        messages[1].source = Source(name: two, version: "")
        try await withArchive(engine) { [messages] archive async throws in
            #expect(try await archive.append(messages) == .init(stored: 2))
            #expect(try await archive.append(messages) == .init(duplicates: 2))
            #expect(try await archive.dump().map { Array($0.utf8) } == messages.map { Array($0.json.utf8) })
            #expect(
                try await archive.counts(of: .topics).map { Array($0.name.utf8) } == [two, one].map { Array($0.utf8) })
            for text in [one, two] {
                var filter = MessageFilter()
                filter.users = [text]
                #expect(try await archive.count(filter) == 1)
                #expect(try await archive.messages(withIDs: [text]).map { Array($0.msgID.utf8) } == [Array(text.utf8)])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `stores a topic of 3,000 characters, a body of 2 MB and a thousand users`(engine: Engine) async throws {
        let users = (0..<1_000).map { "user\(10_000 + $0)" }
        let message = Message.sample(
            "big", topic: String(repeating: "日", count: 3_000),
            msg: "\"" + String(repeating: "x", count: 2_000_000) + "\"",
            users: users)
        try await withArchive(engine) { archive in
            #expect(try await archive.append([message]) == .init(stored: 1))
            let read = try await archive.messages(withIDs: ["big"])
            #expect(read == [message.at(position: read.first?.position)])
            #expect(try await archive.counts(of: .topics) == [MessageCount(name: message.topic, messages: 1)])
        }
    }

    @Test(arguments: Engine.allCases)
    func `sets a message aside whose body is no JSON, so that a dump stays readable`(engine: Engine) async throws {
        var broken = Message.sample("broken")
        broken.msg = "{\"a\": "
        try await withArchive(engine) { archive in
            let outcome = try await archive.append([.sample("a"), broken, .sample("b")])
            #expect(outcome.stored == 2 && outcome.setAside.map(\.reason) == [.notJSON])
            #expect(try await archive.messages(withIDs: ["a", "broken", "b"]).map(\.msgID) == ["a", "b"])
        }
    }
}
