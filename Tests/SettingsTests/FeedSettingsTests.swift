// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `A feed in the configuration` {
    private func feeds(_ yaml: String) throws(SettingsError) -> [Settings.Feed] {
        try Settings(yaml: yaml, file: "f").feeds
    }

    @Test func `has all that is written, and the defaults of the rest`() throws {
        let yaml = #"""
            feeds:
              b: {to: {program: {command: [/bin/x, -v], answers: exit, timeout: 5s}}}
              a-1:
                from: messages
                start: 2026-11-21T03:12:00Z
                select:
                  tag: org\.example\.
                  whole: true
                  fun: test\.ping
                  where:
                    - {path: msg.a, equals: 5}
                    - {path: msg.b, in: [x, y]}
                    - {path: msg.c, not: z}
                    - {path: msg.d, exists: false}
                    - {path: msg.e, matches: ^a}
                    - {path: msg.f, less: -3}
                    - {path: msg.g, greater: 7}
                  any: [{tag: a}, {fun: b}]
                  not: [{all: [{tag: c}]}]
                batch: {limit: 7, within: 0s, bytes: 1KiB}
                prio: true
                concurrency: 64
                pause_on_refusal: true
                to:
                  file: {path: /a, format: csv, fields: [msg.a], rotate_bytes: 1MiB, rotate_after: 1d, keep: 3, sync: false}
            """#
        var file = FileBackendSettings(path: "/a")
        (file.format, file.fields, file.rotateBytes, file.rotateAfter) = (.csv, ["msg.a"], 1 << 20, .seconds(86_400))
        (file.keep, file.sync) = (3, false)
        var first = Settings.Feed(name: "a-1", backend: .file(file))
        first.start = "2026-11-21T03:12:00Z"
        (first.select.tag, first.select.whole, first.select.fun) = (#"org\.example\."#, true, #"test\.ping"#)
        first.select.conditions = [
            .init(path: "msg.a", test: .among(["5"])), .init(path: "msg.b", test: .among(["x", "y"])),
            .init(path: "msg.c", test: .notAmong(["z"])), .init(path: "msg.d", test: .exists(false)),
            .init(path: "msg.e", test: .matches("^a")), .init(path: "msg.f", test: .less(-3)),
            .init(path: "msg.g", test: .greater(7)),
        ]
        var (a, b, c, not) = (
            Settings.Feed.Selection(), Settings.Feed.Selection(), Settings.Feed.Selection(), Settings.Feed.Selection()
        )
        (a.tag, b.fun, c.tag) = ("a", "b", "c")
        not.all = [c]
        (first.select.any, first.select.not) = ([a, b], [not])
        (first.batch.limit, first.batch.within, first.batch.bytes) = (7, .zero, 1_024)
        (first.prio, first.concurrency, first.pauseOnRefusal) = (true, 64, true)
        var program = ProgramBackendSettings(command: ["/bin/x", "-v"])
        (program.answers, program.timeout) = (.exit, .seconds(5))
        #expect(try feeds(yaml) == [first, Settings.Feed(name: "b", backend: .program(program))])
        #expect(try feeds(yaml).map(\.line.description) == ["f:4", "f:2"])
    }

    @Test func `has subs, which take what both take`() throws {
        let yaml = """
            feeds:
              job:
                select: {tag: "salt/job/", where: [{path: msg.n, exists: true}]}
                to: {file: {path: /a}}
                subs:
                  raid: {select: {fun: raid}, to: {file: {path: /b}}, subs: {all: {to: {file: {path: /c}}}}}
                  new: {select: {tag: ".*/new", whole: true}, prio: true, to: {file: {path: /d}}}
            """
        let feeds = try feeds(yaml)
        #expect(feeds.map(\.name) == ["job", "job.new", "job.raid", "job.raid.all"])
        let outer = feeds[0].select
        var exists = Settings.Feed.Selection()
        exists.conditions = outer.conditions
        var raid = Settings.Feed.Selection()
        (raid.tag, raid.fun, raid.all) = ("salt/job/", "raid", [exists])
        #expect(feeds[2].select == raid)
        var new = Settings.Feed.Selection()
        (new.tag, new.whole, new.all) = (".*/new", true, [outer])
        #expect(feeds[1].select == new && feeds[1].prio)
        #expect(feeds[3].select.tag == "salt/job/" && feeds[3].select.all.count == 2)
    }

    @Test(arguments: [
        (
            "{a: {}}",
            "f:1: feeds.a.to wants one backend: file, program, sql, mariadb, graphite, webhook, elasticsearch, redis, bus"
        ),
        (
            "{a: {to: {}}}",
            "f:1: feeds.a.to wants one backend: file, program, sql, mariadb, graphite, webhook, elasticsearch, redis, bus, found keys"
        ),
        (
            "{a: {to: {ftp: {}}}}",
            "f:1: feeds.a.to.ftp is no setting; here stand file, program, sql, mariadb"
        ),
        (
            "{a: {to: {file: {path: /a}, program: {command: [/b]}}}}",
            "f:1: feeds.a.to wants one backend: file, program, sql, mariadb, graphite, webhook, elasticsearch, redis, bus, found keys"
        ),
        (
            "\n  ä:\n    to: {file: {path: /a}}",
            "f:3: feeds.ä wants a feed's name of 1 to 100 letters, digits, _, - and ."
        ),
        ("\n  a:\n    to: {file: {path: /a}}\n    too: 1", "f:4: feeds.a.too is no setting; here stand "),
        (
            "\n  a:\n    to: {file: {path: /a}}\n    select: {where: [{path: a}]}",
            "f:4: feeds.a.select.where.1.path wants one of"
        ),
        (
            "\n  a:\n    to: {file: {path: /a}}\n    select: {any: [{tag: x},\n      {tga: y}]}",
            "f:5: feeds.a.select.any.2.tga is no setting"
        ),
        ("{a: {to: {program: {command: [ls]}}}}", "f:1: feeds.a.to.program.command wants a list: the program's path"),
        (
            "{a: {to: {file: {path: /a}}, concurrency: 65}}",
            "f:1: feeds.a.concurrency wants a whole number from 1 to 64"
        ),
        ("{a: {to: {file: {path: /a}}, from: datapoints}}", "f:1: feeds.a.from wants one of messages"),
        (
            "\n  a.b: {to: {file: {path: /a}}}\n  a: {to: {file: {path: /b}}, subs: {b: {to: {file: {path: /c}}}}}",
            "f:2: feeds wants one feed called a.b"
        ),
        ("{a: {to: {file: {path: /a}}, subs: {b: {}}}}", "f:1: feeds.a.subs.b.to wants one backend"),
        ("5", "f:1: feeds wants keys with values below it, found \"5\""),
    ])
    func `is refused with its line`(yaml: String, wanted: String) {
        let error = #expect(throws: SettingsError.self) { try feeds("feeds: " + yaml) }
        #expect(error.map { "\($0)".hasPrefix(wanted) } == true, "\(error.map { "\($0)" } ?? "")")
    }
}
