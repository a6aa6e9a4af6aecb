// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `A bookmark` {
    private static let holder = "here:/spool"

    /// Lends an archive with ten messages and a feed that begins before them, held by this daemon.
    private func withFeed(_ engine: Engine, _ body: (Archive, BookmarkKey) async throws -> Void) async throws {
        try await withArchive(engine) { archive in
            try await archive.begin([("a", .now)])
            _ = try await archive.append((0..<10).map { .sample("m\($0)", at: Int64($0)) })
            var news = BookmarkNews()
            news.held = ["a"]
            _ = try await archive.sync(news, by: Self.holder)
            let generation = try #require(try await archive.bookmark(of: "a")).generation
            try await body(archive, BookmarkKey(feed: "a", generation: generation, holder: Self.holder))
        }
    }

    @Test(arguments: Engine.allCases)
    func `begins where it is told, and stays where it is when it is begun again`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append((0..<10).map { .sample("m\($0)", at: Int64($0)) })
            let newest = try await archive.newestPosition()
            try await archive.begin([
                ("all", .beginning), ("new", .now), ("late", .time(.sample(7))), ("future", .time(.sample(99))),
            ])
            let wanted = ["all": 0, "new": newest, "late": newest - 3, "future": newest]
            #expect(try await archive.positions() == wanted)
            try await archive.begin([("all", .now), ("other", .position(-3))])
            #expect(try await archive.positions() == wanted.merging(["other": 0]) { $1 })
        }
    }

    @Test(arguments: Engine.allCases)
    func `moves with what was delivered and refused, and never back`(engine: Engine) async throws {
        try await withFeed(engine) { archive, key in
            var move = BookmarkMove(to: 6)
            move.delivered = 3
            move.refused = [
                .init(position: 5, id: "m4", reason: "ünlesbar"), .init(position: 6, id: "m5", reason: "b"),
            ]
            #expect(try await archive.move(key, move))
            #expect(try await archive.move(key, BookmarkMove(to: 4)))
            let bookmark = try #require(try await archive.bookmark(of: "a"))
            #expect(bookmark.position == 6)
            #expect(bookmark.delivered == 3 && bookmark.refused == 2 && !bookmark.isFailing)
            let letters = try await archive.deadLetters(of: "a")
            #expect(letters.map(\.msgID) == ["m4", "m5"])
            #expect(letters.map(\.reason) == ["ünlesbar", "b"])
            #expect(try await archive.deadLetterCounts() == ["a": 2])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is not moved by who went on from another place, nor by another daemon`(engine: Engine) async throws {
        try await withFeed(engine) { archive, key in
            var move = BookmarkMove(to: 6)
            move.refused = [.init(position: 5, id: "m4", reason: "a")]
            #expect(try await archive.place("a", at: .position(2)))
            #expect(try await !archive.move(key, move))
            #expect(
                try await !archive.move(BookmarkKey(feed: "a", generation: key.generation + 1, holder: "there"), move))
            #expect(try await archive.positions() == ["a": 2])
            #expect(try await archive.deadLetters() == [])
            #expect(
                try await archive.move(
                    BookmarkKey(feed: "a", generation: key.generation + 1, holder: Self.holder), move))
            #expect(try await archive.pause("a", true))
            let paused = try #require(try await archive.bookmark(of: "a"))
            #expect(paused.isPaused && paused.generation == key.generation + 2 && paused.position == 6)
            #expect(try await !archive.pause("b", true))
            #expect(try await !archive.place("b", at: .now))
        }
    }

    @Test(arguments: Engine.allCases)
    func `belongs to one daemon until that lets it go or is silent for long`(engine: Engine) async throws {
        try await withFeed(engine) { archive, _ in
            var news = BookmarkNews()
            news.held = ["a"]
            let others = try await archive.sync(news, by: "there").bookmarks
            #expect(others.map(\.holder) == [Self.holder])
            let until = try #require(others[0].heldUntil)
            #expect(until > .now && until < Timestamp.now.advanced(by: .seconds(40)))
            try await archive.release(["a"], by: "there")
            #expect(try await archive.sync(news, by: "there").bookmarks.map(\.holder) == [Self.holder])
            try await archive.release(["a"], by: Self.holder)
            #expect(try await archive.sync(news, by: "there").bookmarks.map(\.holder) == ["there"])
            _ = try await archive.rows("UPDATE bookmarks SET held_until = \(Timestamp.now.advanced(by: .seconds(-5)))")
            #expect(try await archive.sync(news, by: Self.holder).bookmarks.map(\.holder) == [Self.holder])
        }
    }

    @Test(arguments: Engine.allCases)
    func `passes what it does not take, and tells why a backend fails, without news of records`(
        engine: Engine
    ) async throws {
        try await withFeed(engine) { archive, key in
            let before = try #require(try await archive.bookmark(of: "a"))
            var news = BookmarkNews()
            news.passed = [key: 7, BookmarkKey(feed: "a", generation: 9, holder: Self.holder): 9]
            news.errors = [key: .init(error: "away", at: Timestamp.now.advanced(by: .seconds(1)))]
            let (bookmarks, newest) = try await archive.sync(news, by: Self.holder)
            #expect(newest == 10)
            #expect(bookmarks.map(\.position) == [7])
            #expect(bookmarks.map(\.changedAt) == [before.changedAt])
            #expect(bookmarks.map(\.error) == ["away"] && bookmarks[0].isFailing)
        }
    }

    @Test(arguments: Engine.allCases)
    func `tells how far it is behind`(engine: Engine) async throws {
        try await withFeed(engine) { archive, _ in
            let (some, none) = (try await archive.lag(behind: 7), try await archive.lag(behind: 10))
            #expect(some == FeedLag(messages: 3, isExact: true, since: .sample(7)))
            #expect(none == FeedLag(messages: 0, isExact: true, since: nil))
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts what expired before it was read, once for each feed`(engine: Engine) async throws {
        // In one table, where messages go one by one.
        let messages = (0..<10).map { Message.sample("m\($0)", at: Int64($0)) }
        let count = { @Sendable (archive: Archive) async throws in
            try await archive.begin([("a", .now)])
            _ = try await archive.append(messages)
            let newest = try await archive.newestPosition()
            try await archive.begin([("done", .now), ("half", .position(newest - 6))])
            _ = try await archive.expire(before: .sample(6))
            let expired = try await archive.bookmarks().map { [$0.feed: $0.expired] }
            #expect(expired == [["a": 6], ["done": 0], ["half": 2]])
        }
        switch engine {
        case .sqlite: try await withArchive(engine, count)
        case .postgresql: try await withFlatArchive(count)
        }
    }

    @Test func `counts what went with a whole partition`() async throws {
        try await withArchive(.postgresql) { archive in
            let day = Int64(86_400)
            _ = try await archive.makePartitions(.month, ahead: 3, now: .sample(0))
            let messages = (0..<6).map { Message.sample("m\($0)", at: Int64($0) * 10 * day) }
            try await archive.begin([("all", .beginning)])
            _ = try await archive.append(messages)
            try await archive.begin([("half", .position(1)), ("done", .now)])
            let expired = try await archive.expire(before: .sample(45 * day), .detach)
            #expect(expired.messages > 1)
            let counts = try await archive.bookmarks().map { [$0.feed: $0.expired] }
            let all = Int64(expired.messages)
            #expect(counts == [["all": all], ["done": 0], ["half": all - 1]])
        }
    }
}

extension Archive {
    fileprivate func positions() async throws -> [String: Int64] {
        Dictionary(uniqueKeysWithValues: try await bookmarks().map { ($0.feed, $0.position) })
    }
}
