// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

/// How the messages of an archive may lie in PostgreSQL.
enum ArchiveShape: String, CaseIterable, Sendable {
    /// In one table, as where there were some before partitions came.
    case flat
    /// In a table a month, as in a new archive.
    case partitioned
    /// Spread over machines by Citus.
    case distributed

    /// Lends an empty archive of this shape.
    func withArchive(_ body: (Archive) async throws -> Void) async throws {
        switch self {
        case .flat: try await withFlatArchive(body)
        case .partitioned: try await DatanommerModelsTests.withArchive(.postgresql, body)
        case .distributed:
            try await Citus.withDatabase { database in
                try await Migrator(database).go(to: .head)
                let archive = Archive(database)
                try await archive.distribute()
                try await body(archive)
            }
        }
    }
}

/// What an archive of any shape does the same.
enum ArchiveSkill: String, CaseIterable, Sendable {
    case appending, asking, paging, following, renaming, settingAside, noting

    func show(_ archive: Archive) async throws {
        switch self {
        case .appending: try await Self.append(archive)
        case .asking: try await Self.ask(archive)
        case .paging: try await Self.page(archive)
        case .following: try await Self.follow(archive)
        case .renaming: try await Self.rename(archive)
        case .settingAside: try await Self.setAside(archive)
        case .noting: try await Self.note(archive)
        }
    }

    /// Messages of some years, months apart.
    private static func messages(_ count: Int) -> [Message] {
        (0..<count).map { number -> Message in
            let second = Int64(number % 10 - 5) * 100 * 86_400 + Int64(number)
            return Message.sample(
                "m\(number)", at: second, topic: "a.b.c.t\(number % 3)", users: ["u\(number % 4)"], packages: ["p"])
        }
    }

    private static func append(_ archive: Archive) async throws {
        let messages = messages(100)
        #expect(try await archive.append(messages).stored == 100)
        #expect(try await archive.append(messages + [.sample("new")]).duplicates == 100)
        // Of about the time that the first has.
        let claim = try await archive.append([.sample("m1", at: -400 * 86_400 + 7)])
        #expect(claim.stored == 0 && claim.setAside.map(\.reason) == [.otherClaim])
        #expect(try await archive.append([.sample("same"), .sample("same")]).duplicates == 1)
        #expect(try await archive.count() == 102)
    }

    private static func ask(_ archive: Archive) async throws {
        let messages = messages(100)
        _ = try await archive.append(messages)
        #expect(try await archive.counts(of: .topics).map(\.messages) == [34, 33, 33])
        let newest = messages.max { ($0.timestamp, $0.msgID) < ($1.timestamp, $1.msgID) }
        #expect(try await archive.latest(.overall).map(\.msgID) == [newest?.msgID])
        var filter = MessageFilter()
        filter.users = ["u1"]
        filter.notTopics = ["a.b.c.t0"]
        let found = messages.enumerated().filter { $0.offset % 4 == 1 && $0.offset % 3 != 0 }.map(\.element)
        #expect(try await archive.dump(filter).sorted() == found.map(\.json).sorted())
        #expect(try await archive.count(filter) == found.count)
        filter.start = .sample(0)
        filter.contains = ["m"]
        #expect(try await archive.count(filter) == found.count { $0.timestamp >= .sample(0) })
        #expect(try await archive.counts(of: .categories, matching: filter).map(\.messages).reduce(0, +) > 0)
        let inOrder = messages.sorted { $0.timestamp < $1.timestamp }
        #expect(try await archive.dump() == inOrder.map(\.json))
    }

    private static func page(_ archive: Archive) async throws {
        let messages = messages(50).sorted { $0.timestamp < $1.timestamp }
        _ = try await archive.append(messages)
        for order in MessageOrder.allCases {
            var told: [String] = []
            var cursor: MessageCursor?
            repeat {
                let page = try await archive.grep(MessageFilter(), order: order, after: cursor, limit: 7)
                told += page.messages.map(\.msgID)
                cursor = page.next
            } while cursor != nil
            #expect(told == (order == .asc ? messages : messages.reversed()).map(\.msgID))
        }
        let third = try await archive.cursor(ofPage: 3, rowsPerPage: 10, MessageFilter(), order: .asc)
        let page = try await archive.grep(MessageFilter(), after: third, limit: 1)
        #expect(page.messages.map(\.msgID) == [messages[20].msgID])
    }

    private static func follow(_ archive: Archive) async throws {
        var position: Int64 = 0
        for batch in 0..<3 {
            let messages = (0..<4).map { Message.sample("\(batch)-\($0)", at: Int64(batch * 40 * 86_400)) }
            _ = try await archive.append(messages)
            let arrivals = try await archive.arrivals(after: position, upTo: archive.newestPosition())
            #expect(arrivals.messages.map(\.msgID) == messages.map(\.msgID))
            position = arrivals.position
        }
    }

    private static func rename(_ archive: Archive) async throws {
        _ = try await archive.append(messages(20))
        let rules = MessageDecoder { _, _ in MessageNames(users: ["other"]) }
        let stored = try await archive.messages(withIDs: ["m1", "m6"])
        try await archive.rename(stored.compactMap(rules.renamed))
        var filter = MessageFilter()
        filter.users = ["other"]
        #expect(Set(try await archive.grep(filter).messages.map(\.msgID)) == ["m1", "m6"])
        filter.users = ["u1"]
        #expect(try await archive.count(filter) == 4)
    }

    private static func setAside(_ archive: Archive) async throws {
        let body = Array(#"{"topic": "a.b.c.git", "msg_id": "said", "timestamp": 10, "msg": {}}"#.utf8)
        let aside = SetAside(
            .tooDeep, detail: "", topic: Array("a.b.c.git".utf8), body: body, receivedAt: .sample(0))
        _ = try await archive.append([], setAside: [aside, aside])
        let outcome = try await archive.retry(archive.setAside(matching: SetAsideFilter())) { (kept) throws(SetAside) in
            try MessageDecoder.sample.message(kept)
        }
        #expect(outcome.stored == 1 && outcome.duplicates == 1)
        #expect(try await archive.setAsideCounts() == [:])
    }

    private static func note(_ archive: Archive) async throws {
        let spoken = [1, 2, 5].map { SpokenNumber(publisher: "p", number: $0, msgID: "n\($0)", receivedAt: .sample(0)) }
        let messages = [1, 2, 5].map { Message.sample("n\($0)") }
        let outcome = try await archive.append(messages, setAside: [], spoken: spoken)
        #expect(outcome.missed == [MissedNumbers(publisher: "p", numbers: 3...4)])
        #expect(try await archive.gaps().map(\.numbers) == [3...4])
        let gap = try #require(try await archive.openGaps(of: "p").first)
        #expect(try await archive.settle(gap, as: []))
        #expect(try await archive.gaps() == [])
    }
}

@Suite(.timeLimit(.minutes(5))) struct `An archive` {
    @Test(arguments: [ArchiveShape.flat, .partitioned], ArchiveSkill.allCases)
    func `in PostgreSQL does the same`(whether shape: ArchiveShape, when skill: ArchiveSkill) async throws {
        try await shape.withArchive { try await skill.show($0) }
    }

    @Test(.enabled(if: Citus.isInstalled, Comment(rawValue: Citus.reason)), arguments: ArchiveSkill.allCases)
    func `spread over machines by Citus does the same`(when skill: ArchiveSkill) async throws {
        try await ArchiveShape.distributed.withArchive { try await skill.show($0) }
    }
}
