// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Flow
import JSONText
import SQL
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-feeds` {
    /// Lends an archive with ten messages and two feeds, of which one has dead letters.
    private func withFeeds(_ engine: Engine, _ body: (ScratchArchive, Archive) async throws -> Void) async throws {
        try await ScratchArchive.with(engine) { scratch in
            try await scratch.load((0..<10).map { .said("m\($0)", "org.x.prod.git.a", at: "\(1_361_166_918 + $0)") })
            let archive = try Archive(url: scratch.url)
            defer { archive.close() }
            try await archive.begin([("a", .beginning), ("b", .now)])
            var news = BookmarkNews()
            news.held = ["a"]
            let generation = try #require(try await archive.sync(news, by: "here").bookmarks.first).generation
            var move = BookmarkMove(to: 4)
            move.delivered = 2
            move.refused = [2, 3].map { .init(position: $0, id: "m\($0 - 1)", reason: "tab\there") }
            let key = BookmarkKey(feed: "a", generation: generation, holder: "here")
            #expect(try await archive.move(key, move))
            try await body(scratch, archive)
        }
    }

    @Test(arguments: Engine.allCases)
    func `tells how feeds are, by line and by object`(engine: Engine) async throws {
        try await withFeeds(engine) { scratch, _ in
            let list = try await scratch.run("feeds", "list")
            let lines = list.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            #expect(
                lines.map { Array($0.prefix(4)) } == [["a", "behind", "4", "6"], ["b", "not-running", "10", "0"]])
            #expect(lines.map { Array($0.suffix(3)) } == [["2", "2", "-"], ["0", "0", "-"]])
            let json = try JSONText(validating: try await scratch.run("feeds", "list", "--format", "json").output)
            #expect(json.elements().map { $0["lag_messages"]?.integer } == [6, 0])
            #expect(json.elements()[0]["holder"]?.string == "here")
            #expect(try await scratch.run("feeds", "list", "--fail").status == 1)
            let shown = try await scratch.run("feeds", "show", "a")
            #expect(shown.output.contains("\nrefused: 2\ndead letters: 2\nexpired unread: 0\n"), "\(shown)")
        }
    }

    @Test(arguments: Engine.allCases)
    func `puts a bookmark where it is told`(engine: Engine) async throws {
        try await withFeeds(engine) { scratch, archive in
            for (place, position) in [
                ("beginning", Int64(0)), ("7", 7), ("now", 10), ("2013-02-18T05:55:23Z", 5), ("2099-01-01", 10),
            ] {
                let done = try await scratch.run("feeds", "rewind", "--to", place, "a")
                #expect(done.errors == "a goes on behind position \(position)\n", "\(done)")
                let there = try await archive.bookmark(of: "a")?.position
                #expect(there == position)
            }
            for wrong in [["--to", "-3", "a"], ["--to=-3", "a"], ["--to", "then", "a"], ["a"]] {
                let end = try await scratch.run("feeds", ["rewind"] + wrong)
                #expect(end.status == 64, "\(wrong)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `lists, repeats and drops dead letters`(engine: Engine) async throws {
        try await withFeeds(engine) { scratch, archive in
            let list = try await scratch.run("feeds", "dead-letters", "a")
            let lines = list.output.split(separator: "\n").map { $0.split(separator: "\t").map(String.init) }
            #expect(
                lines.map { [$0[0], $0[2], $0[3], $0[4]] } == [
                    ["2", "m1", "-", "tab?here"], ["3", "m2", "-", "tab?here"],
                ])
            let again = try await scratch.run("feeds", "replay", "--dead-letters", "a", "3")
            #expect(again == .done("", errors: "1 dead letters once more\n"), "\(again)")
            let waiting = try await archive.deadLettersToDeliver(of: "a", limit: 9).map(\.position)
            #expect(waiting == [3])
            #expect(try await scratch.run("feeds", "replay", "--dead-letters", "a", "99").status == 1)
            let dropped = try await scratch.run("feeds", "dead-letters", "--drop", "a", "2", "99")
            #expect(dropped == .failed(1, "1 dropped\n"), "\(dropped)")
            #expect(try await scratch.run("feeds", "dead-letters", "--drop", "a").errors == "1 dropped\n")
            #expect(try await scratch.run("feeds", "dead-letters", "--format", "json", "a") == .done("[]\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `forgets a feed, which begins anew`(engine: Engine) async throws {
        try await withFeeds(engine) { scratch, archive in
            let before = try await archive.bookmark(of: "a")?.generation ?? 0
            #expect(try await scratch.run("feeds", "forget", "a") == .done(""))
            let left = try await archive.deadLetters()
            #expect(left == [])
            try await archive.begin([("a", .now)])
            let after = try await archive.bookmark(of: "a")?.generation ?? 0
            #expect(after > before)
        }
    }

    @Test(arguments: [
        ["show", "c"], ["pause", "c"], ["resume", "a", "c"], ["rewind", "--to", "now", "c"], ["forget", "c"],
        ["replay", "--dead-letters", "c"], ["replay", "--from", "beginning", "c"],
    ])
    func `says that there is no such feed`(words: [String]) async throws {
        try await withFeeds(.sqlite) { scratch, _ in
            let end = try await scratch.run("feeds", words)
            #expect(end.status == 1)
            #expect(end.errors.hasPrefix("datanommer-feeds: there is no bookmark of a feed c: "), "\(end)")
        }
    }

    @Test(arguments: [
        [], ["replay", "a"], ["replay", "--dead-letters", "--from", "1", "a"], ["replay", "--from", "1", "a", "3"],
        ["replay", "--dead-letters", "--to", "3", "a"], ["pause"],
    ])
    func `cannot be called so`(words: [String]) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let end = try await archive.run("feeds", words)
            #expect(end.status == 64, "\(end)")
        }
    }
}
