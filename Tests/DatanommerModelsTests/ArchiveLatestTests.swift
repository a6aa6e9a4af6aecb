// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `The latest message` {
    private func latest(_ archive: Archive, _ scope: LatestScope) async throws -> [String] {
        try await archive.latest(scope).map { "\($0.category) \($0.msgID)" }
    }

    @Test(arguments: Engine.allCases)
    func `is the one with the latest time, whenever it arrived`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append([.sample("new", at: 9), .sample("old", at: 1)])
            #expect(try await latest(archive, .overall) == ["git new"])
            _ = try await archive.append([.sample("older", at: -9), .sample("between", at: 5)])
            #expect(try await latest(archive, .topic("org.example.prod.git.receive")) == ["git new"])
            _ = try await archive.append([.sample("newest", at: 10)])
            #expect(try await latest(archive, .category("git")) == ["git newest"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is, of those said at the same time, the last that arrived, in a batch and across batches and topics`(
        engine: Engine
    ) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append([.sample("a"), .sample("b")])
            #expect(try await latest(archive, .overall) == ["git b"])
            _ = try await archive.append([.sample("c", topic: "a.b.c.git.other"), .sample("b")])
            #expect(try await latest(archive, .category("git")) == ["git c"])
            #expect(try await latest(archive, .topic("org.example.prod.git.receive")) == ["git b"])
            _ = try await archive.append([.sample("d")])
            #expect(try await latest(archive, .eachCategory) == ["git d"])
            #expect(try await latest(archive, .topic("a.b.c.git.other")) == ["git c"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of each category is sorted by the category's bytes, and is none where there is none`(engine: Engine)
        async throws
    {
        try await withArchive(engine) { archive in
            _ = try await archive.append([
                .sample("1", at: 3, topic: "a.b.c.é"), .sample("2", at: 2, topic: "a.b.c.zz"),
                .sample("3", at: 1, topic: "a.b"), .sample("4", at: 0, topic: "x.b.c.zz.y"),
            ])
            #expect(try await latest(archive, .eachCategory) == ["Unclassified 3", "zz 2", "é 1"])
            #expect(try await latest(archive, .overall) == ["é 1"])
            #expect(try await latest(archive, .category("z")) == [])
            #expect(try await latest(archive, .topic("a.b.c")) == [])
            #expect(try await latest(archive, .topic("")) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is found however old, to the microsecond, and is the message that is stored`(engine: Engine) async throws {
        let first = Message(msgID: "a", timestamp: Timestamp(microseconds: 1), topic: "a", msg: "1")
        let last = Message(
            msgID: "z", timestamp: Timestamp(microseconds: 253_402_300_799_999_999), topic: "b", msg: "1")
        try await withArchive(engine) { archive in
            _ = try await archive.append([first])
            let old = try await archive.latest(.overall)
            #expect(old.map(\.timestamp) == [first.timestamp])
            _ = try await archive.append([last])
            let new = try await archive.latest(.overall)
            #expect(new.map(\.timestamp) == [last.timestamp])
            #expect(try await archive.messages(withIDs: new.map(\.msgID)).map(\.timestamp) == [last.timestamp])
        }
    }
}
