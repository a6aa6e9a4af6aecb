// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon, with feeds,` {
    @Test(arguments: Engine.allCases)
    func `delivers each message once and in order, those from before its start too`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 2_000, bytes: 300) { load in
                try await Daemon.with(archive, [load.endpoint]) { daemon in
                    try await archive.holds(3_000)
                    try await daemon.stop()
                }
                let options = try archive.configure([
                    "all": "start: beginning, batch: {within: 100ms}", "new": "batch: {within: 100ms}",
                    "one": #"start: beginning, select: {tag: 'org\.fedoraproject\.dev\.load1\.'}, prio: true"#,
                    "many": "start: beginning, concurrency: 4, batch: {limit: 7}",
                    "none": "start: beginning, select: {tag: nothing}",
                ])
                let before = try #require(try await archive.storedNumbers().last)
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.holds(8_000)
                    try await load.end()
                    try await daemon.program.errorLine(with: "feed runs here")
                    let stored = try await archive.storedNumbers()
                    try await archive.file(of: "all").holds(stored)
                    try await archive.file(of: "many").holds(stored)
                    try await archive.file(of: "one").holds(stored.filter { $0 % 3 == 1 })
                    try await archive.file(of: "new").holds([stored.last ?? 0])
                    try await daemon.stop()
                }
                let stored = try await archive.storedNumbers()
                #expect(try archive.file(of: "all").numbers() == stored)
                #expect(try archive.file(of: "one").numbers() == stored.filter { $0 % 3 == 1 })
                let many = try archive.file(of: "many").numbers().sorted()
                #expect(many == stored)
                #expect(try archive.file(of: "none").numbers() == [])
                let new = try archive.file(of: "new").numbers()
                #expect(stored.suffix(new.count) == new[...] && !new.contains(before))
                try await archive.expectBookmarksAtTheEnd(5, delivered: ["all": stored.count, "none": 0])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `killed again and again delivers all, and again only what was under way`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 2_000, bytes: 300) { load in
                let options = try archive.configure(["all": "start: beginning, batch: {limit: 50, within: 10ms}"])
                let kills = 8
                for kill in 0..<kills {
                    try await Daemon.with(archive, [load.endpoint], options) { daemon in
                        let published = load.count
                        try await load.reaches(published + 700 + kill * 100)
                        daemon.program.signal(SIGKILL)
                        _ = try await daemon.program.finished()
                    }
                }
                try await load.end()
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.file(of: "all").holds(try await archive.storedNumbers())
                    try await daemon.stop()
                }
                let stored = try await archive.storedNumbers()
                let there = try archive.file(of: "all").numbers()
                #expect(Set(there) == Set(stored))
                #expect(stored.count > 3_000)
                // A batch, and one whose bookmark was being written.
                #expect(there.count - stored.count <= kills * 100, "\(there.count - stored.count) came twice")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes on with others while a backend is away, and with that one when it is back`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 500, bytes: 300) { load in
                let away = FeedFile(path: archive.folder + "/away/feed.ndjson")
                let yaml = """
                    feeds:
                      all: {to: {file: {path: "\(archive.file(of: "all").path)"}}, batch: {within: 10ms}}
                      away: {to: {file: {path: "\(away.path)"}}, batch: {within: 10ms}}
                    """
                let options = ["--config", try archive.write(yaml, to: "daemon.yaml"), "--monitor", "127.0.0.1:0"]
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    let seen = try await SeenDaemon(daemon)
                    try await archive.holds(1_000)
                    let metrics = try await seen.metrics {
                        ($0[#"datanommer_feed_retries_total{feed="away"}"#] ?? 0) > 1
                    }
                    #expect(metrics[#"datanommer_feed_delivered_total{feed="away"}"#] == 0)
                    #expect((metrics[#"datanommer_feed_lag_messages{feed="away"}"#] ?? 0) > 0)
                    try await archive.file(of: "all").holds(try await archive.storedNumbers())
                    let bookmark = try await archive.bookmarks { $0["away"]?.error != nil }["away"]
                    #expect(bookmark?.error?.contains("No such file or directory") == true)
                    #expect(bookmark?.isFailing == true)
                    #expect(try seen.get("/health") == (200, "ok\n"))
                    try FileManager.default.createDirectory(
                        atPath: archive.folder + "/away", withIntermediateDirectories: false)
                    try await load.end()
                    try await away.holds(try archive.file(of: "all").numbers())
                    try await daemon.program.errorLine(with: "feed delivers again")
                    try await daemon.stop()
                }
                let (late, all) = (try away.numbers(), try archive.file(of: "all").numbers())
                #expect(late == all)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes where an operator puts a bookmark, and rests while a feed is paused`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 1_000, bytes: 300) { load in
                let options = try archive.configure(["all": "start: beginning, batch: {within: 10ms}"])
                let file = archive.file(of: "all")
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.holds(500)
                    try await load.end()
                    let stored = try await eventually("the last message") {
                        let stored = try await archive.storedNumbers()
                        return stored.last == load.count - 1 ? stored : nil
                    }
                    try await file.holds(stored)
                    #expect(try await archive.run("feeds", "pause", "all") == .done(""))
                    let rewound = try await archive.run("feeds", "rewind", "--to", "beginning", "all")
                    #expect(rewound.errors == "all goes on behind position 0\n")
                    #expect(try await archive.run("feeds", "list").output.hasPrefix("all\tpaused\t0\t"))
                    #expect(try await archive.run("feeds", "resume", "all") == .done(""))
                    _ = try await eventually("everything twice") {
                        try file.numbers().count == stored.count * 2 ? true : nil
                    }
                    #expect(try file.numbers() == stored + stored)
                    let again = try await archive.run("feeds", "replay", "--from", "10", "--to", "20", "all")
                    #expect(again.errors == "behind position 10 up to 20 once more\n")
                    _ = try await eventually("some of it once more") {
                        try file.numbers().count == stored.count * 2 + 10 ? true : nil
                    }
                    let last = try file.numbers().suffix(10)
                    #expect(last == stored[10..<20])
                    try await daemon.stop()
                }
                try await archive.expectBookmarksAtTheEnd(1, delivered: ["all": file.numbers().count])
            }
        }
    }

    @Test func `changes feeds without losing their place when the configuration is read again`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await NumberedLoad.with(perSecond: 1_000, bytes: 300) { load in
                let keys = "start: beginning, batch: {within: 10ms}"
                let options = try archive.configure(["stays": keys, "changes": keys, "goes": keys])
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.holds(500)
                    _ = try archive.configure(["stays": keys, "changes": keys + ", select: {tag: '('}"])
                    daemon.program.signal(SIGHUP)
                    let line = try await daemon.program.errorLine(with: "configuration not changed")
                    #expect(line.contains("daemon.yaml:3: feeds.changes.select"))
                    _ = try archive.configure([
                        "stays": keys, "changes": keys + ", select: {tag: '.*load1'}", "comes": keys,
                    ])
                    daemon.program.signal(SIGHUP)
                    try await daemon.program.errorLine(with: "configuration read again")
                    try await archive.holds(3_000)
                    try await load.end()
                    let stored = try await archive.storedNumbers()
                    try await archive.file(of: "stays").holds(stored)
                    try await archive.file(of: "comes").holds(stored)
                    try await archive.file(of: "changes").holds(stored.filter { $0 % 3 == 1 })
                    try await daemon.stop()
                }
                let stored = try await archive.storedNumbers()
                #expect(try archive.file(of: "stays").numbers() == stored)
                #expect(try archive.file(of: "comes").numbers() == stored)
                let changed = try archive.file(of: "changes").numbers()
                #expect(Set(changed).count == changed.count && changed == changed.sorted())
                let gone = try archive.file(of: "goes").numbers()
                #expect(gone.count < stored.count)
            }
        }
    }

    @Test func `leaves a feed to the daemon that has it, and takes it over when that is gone`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            try await NumberedLoad.with(perSecond: 300, bytes: 100) { load in
                let options = try archive.configure(["all": "start: beginning, batch: {within: 10ms}"])
                let file = archive.file(of: "all")
                try await Daemon.with(archive, [load.endpoint], options) { first in
                    try await first.program.errorLine(with: "feed runs here")
                    let spool = options + ["--spool", archive.folder + "/other"]
                    try await Daemon.with(archive, [load.endpoint], spool) { second in
                        // Both record; what one has stored the other skips, and hears of.
                        try await file.holds(0..<600)
                        first.program.signal(SIGKILL)
                        _ = try await first.program.finished()
                        let killedAt = load.count
                        try await second.program.errorLine(with: "feed runs here", within: .seconds(60))
                        try await file.holds(0..<killedAt)
                        try await load.end()
                        try await file.holds(try await archive.storedNumbers())
                        try await second.stop()
                    }
                }
                let there = try file.numbers()
                #expect(there.count - Set(there).count <= 200)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts what expired before a feed had read it, and says so`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 500, bytes: 100) { load in
                let options = try archive.configure(["all": "start: beginning, batch: {within: 10ms}"])
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    try await archive.holds(200)
                    #expect(try await archive.run("feeds", "pause", "all") == .done(""))
                    _ = try await archive.bookmarks { $0["all"]?.isPaused == true }
                    try await load.reaches(load.count + 300)
                    try await load.end()
                    try await archive.holds(load.count)
                    // The load's messages are of 2013.
                    let expired = try await archive.run("expire", "--before", "2014-01-01")
                    #expect(expired.status == 0, "\(expired)")
                    let bookmark = try #require(try await archive.bookmarks { ($0["all"]?.expired ?? 0) > 0 }["all"])
                    let line = try await daemon.program.errorLine(
                        with: "messages expired before the feed had read them")
                    #expect(line.contains("\"\(bookmark.expired)\""), "\(line)")
                    #expect(try await archive.run("feeds", "resume", "all") == .done(""))
                    try await daemon.stop()
                    let there = try archive.file(of: "all").numbers()
                    #expect(there.count + Int(bookmark.expired) >= load.count)
                    #expect(bookmark.delivered + bookmark.expired >= load.count)
                }
            }
        }
    }

    @Test func `is not started with a feed that cannot be`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for (keys, wanted) in [
                ("start: yesterday", "feeds.a.start wants now, beginning, or a time such as 2026-11-21T03:12:00Z"),
                ("select: {where: [{path: 'a..b', exists: true}]}", "feeds.a.select: the path \"a..b\" cannot be used"),
            ] {
                let options = try archive.configure(["a": keys])
                let end = try await archive.run("consumer", options + ["--endpoint", "tcp://127.0.0.1:1"])
                #expect(end.status == 78, "\(end)")
                #expect(end.errors.contains(wanted), "\(end)")
            }
        }
    }
}

extension ScratchArchive {
    /// The bookmarks by name, as soon as they are as wanted.
    fileprivate func bookmarks(_ isWanted: ([String: Bookmark]) -> Bool) async throws -> [String: Bookmark] {
        let archive = try Archive(url: url)
        defer { archive.close() }
        return try await eventually("other bookmarks") {
            let bookmarks = Dictionary(uniqueKeysWithValues: try await archive.bookmarks().map { ($0.feed, $0) })
            return isWanted(bookmarks) ? bookmarks : nil
        }
    }

    /// Expects bookmarks behind the last message, which nobody holds.
    fileprivate func expectBookmarksAtTheEnd(_ count: Int, delivered: [String: Int]) async throws {
        let archive = try Archive(url: url)
        defer { archive.close() }
        let newest = try await archive.newestPosition()
        let bookmarks = try await archive.bookmarks()
        #expect(bookmarks.count == count)
        for bookmark in bookmarks {
            #expect(bookmark.position == newest, "\(bookmark)")
            #expect(bookmark.holder == nil && bookmark.refused == 0 && bookmark.expired == 0, "\(bookmark)")
            if let delivered = delivered[bookmark.feed] { #expect(bookmark.delivered == delivered, "\(bookmark)") }
        }
    }
}
