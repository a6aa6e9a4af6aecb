// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

/// Zones on both sides of Greenwich, with odd offsets and with summer time; a command's answers are UTC in all of them.
private let zones = ["UTC", "America/St_Johns", "Asia/Kathmandu", "Pacific/Kiritimati", "Europe/Prague"]

@Suite(.timeLimit(.minutes(3))) struct `datanommer-latest` {
    private static let comment = "org.fedoraproject.stg.bodhi.update.comment"

    @Test(arguments: Engine.allCases)
    func `tells the time as the printed examples do, in every zone`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load([.said("1", Self.comment, at: "1361166918")])
            for zone in zones {
                let latest = { (arguments: [String]) in
                    try await archive.run(
                        "latest", ["--category", "bodhi"] + arguments, environment: ["TZ": zone, "PGTZ": zone])
                }
                #expect(try await latest(["--timestamp"]) == .done("[1361166918.0]\n"))
                #expect(try await latest(["--timestamp", "--human"]) == .done("[\"2013-02-18 05:55:18\"]\n"))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts the time since as the printed examples do, in every zone`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let now = Timestamp.now
            try await archive.load([
                .said("1", "org.fedoraproject.stg.bodhi.update.comment", at: now.ago(763, 87_949)),
                .said("2", "org.fedoraproject.stg.git.receive", at: now.ago(90_042, 26_028)),
                .said("3", "org.fedoraproject.stg.wiki.article.edit", at: now.ago(678, 0)),
            ])
            for zone in zones {
                let environment = ["TZ": zone, "PGTZ": zone]
                let plain = try await archive.run("latest", "--timesince", environment: environment)
                let human = try await archive.run("latest", "--timesince", "--human", environment: environment)
                let later = Timestamp.now.microseconds - now.microseconds
                let seconds = try #require(plain.output.wholeMatch(of: /\[(\d+),(\d+),(\d+)\]\n/))
                for (said, atLeast) in zip([seconds.1, seconds.2, seconds.3], [763, 90_042, 678]) {
                    #expect((atLeast...atLeast + Int(later / 1_000_000) + 1).contains(Int(said) ?? -1))
                }
                let ages = try #require(
                    human.output.wholeMatch(
                        of: /\[(0:1\d:\d\d\.\d{6}),(1 day, 1:\d\d:\d\d\.\d{6}),(0:1\d:\d\d(?:\.\d{6})?)\]\n/))
                #expect("\(ages.1)" >= "0:12:43.087949")
                #expect("\(ages.2)" >= "1 day, 1:00:42.026028")
                #expect("\(ages.3)" >= "0:11:18")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `shows the newest message of each category, sorted, or of what is asked for`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load([
                .said("wiki", "org.fedoraproject.prod.wiki.article.edit", at: "300"),
                .said("old", Self.comment, at: "100"),
                .said("new", Self.comment, at: "200"),
                .said("edit", "org.fedoraproject.stg.bodhi.update.edit", at: "150"),
                .said("žába", "org.fedoraproject.stg.Žába.x", at: "50"),
                .said("short", "a.b", at: "60"),
            ])
            let ids = { (arguments: [String]) in
                let text = try await archive.run("latest", arguments).output
                return text.matches(of: /"msg_id": "([^"]*)"/).map { String($0.1) }
            }
            #expect(try await ids([]) == ["short", "new", "wiki", "žába"])
            #expect(try await ids(["--overall"]) == ["wiki"])
            #expect(try await ids(["--category", "bodhi"]) == ["new"])
            #expect(try await ids(["--topic", "org.fedoraproject.stg.bodhi.update.edit"]) == ["edit"])
            #expect(try await ids(["--topic", Self.comment, "--category", "wiki", "--overall"]) == ["new"])
            #expect(try await ids(["--category", "wiki", "--overall"]) == ["wiki"])
            try await archive.expect("latest", "--topic", "org.fedoraproject.stg.bodhi", says: .done("[]\n"))
            try await archive.expect("latest", "--timestamp", says: .done("[60.0,200.0,300.0,50.0]\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `shows a message under its category, indented by two, its spellings kept`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let body = #"{"b": 1.0,"a": [1e5, {}], "žluť": "\u017e"}"#
            try await archive.load([.said("1", Self.comment, at: "1361166918.5", msg: body, more: ", \"i\": 3")])
            let expected = """
                [{"bodhi": {
                  "i": 3,
                  "msg_id": "1",
                  "topic": "org.fedoraproject.stg.bodhi.update.comment",
                  "category": "bodhi",
                  "timestamp": 1361166918.5,
                  "username": null,
                  "crypto": null,
                  "certificate": null,
                  "signature": null,
                  "msg": {
                    "b": 1.0,
                    "a": [
                      1e5,
                      {}
                    ],
                    "žluť": "\\u017e"
                  },
                  "headers": null,
                  "users": [],
                  "packages": [],
                  "source_name": "datanommer",
                  "source_version": "0.1.0"
                }}]

                """
            try await archive.expect("latest", "--category", "bodhi", says: .done(expected))
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds nothing in an empty archive`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let questions: [[String]] = [[], ["--overall"], ["--timesince"], ["--timestamp", "--human"]]
            for question in questions {
                let answer = try await archive.run("latest", question)
                #expect(answer == .done("[]\n"))
            }
        }
    }
}

extension Timestamp {
    /// A time so long before, as JSON spells it.
    fileprivate func ago(_ seconds: Int64, _ microseconds: Int64) -> String {
        let then = self.microseconds - seconds * 1_000_000 - microseconds
        return "\(then / 1_000_000).\(String(1_000_000 + then % 1_000_000).dropFirst())"
    }
}
