// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-stats` {
    private static func messages() -> [SaidMessage] {
        (0..<5).map { .said("c\($0)", "org.fedoraproject.stg.bodhi.update.comment", at: "\(1000 + $0)") }
            + [
                .said("e", "org.fedoraproject.stg.bodhi.update.edit", at: "1010.5"),
                .said("w", "org.fedoraproject.prod.wiki.article.edit", at: "1020"),
                .said("ž", "org.fedoraproject.prod.žluť.x", at: "1030"),
                .said("u", "a.b", at: "1040"),
            ]
    }

    @Test(arguments: Engine.allCases)
    func `counts each category, or each topic, sorted by the bytes of the name`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages())
            try await archive.expect(
                "stats",
                says: .done(
                    "Unclassified has 1 entries\nbodhi has 6 entries\nwiki has 1 entries\nžluť has 1 entries\n"))
            let topics = """
                a.b has 1 entries
                org.fedoraproject.prod.wiki.article.edit has 1 entries
                org.fedoraproject.prod.žluť.x has 1 entries
                org.fedoraproject.stg.bodhi.update.comment has 5 entries
                org.fedoraproject.stg.bodhi.update.edit has 1 entries

                """
            try await archive.expect("stats", "--topic", says: .done(topics))
            try await archive.expect("stats", "--category", "bodhi", says: .done("bodhi has 6 entries\n"))
            let ofBodhi = topics.split(separator: "\n").filter { $0.contains("bodhi") }.map { "\($0)\n" }.joined()
            try await archive.expect("stats", "--topic", "--category", "bodhi", says: .done(ofBodhi))
            try await archive.expect(
                "stats", "--format", "json", says: .done(#"{"Unclassified":1,"bodhi":6,"wiki":1,"žluť":1}"# + "\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts a stretch of time, both ends included`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages())
            let counts = { (arguments: [String]) in try await archive.run("stats", arguments).lines }
            #expect(try await counts(["--since", "1004", "--before", "1010.5"]) == ["bodhi has 2 entries"])
            #expect(
                try await counts(["--since", "1970-01-01T00:16:44Z", "--before", "1010.4"]) == ["bodhi has 1 entries"])
            #expect(try await counts(["--since", "1041"]) == [])
            #expect(
                try await counts(["--before", "1000", "--topic"])
                    == ["org.fedoraproject.stg.bodhi.update.comment has 1 entries"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `prints nothing of an empty archive, or of a category without messages`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect("stats", says: .done(""))
            try await archive.expect("stats", "--topic", says: .done(""))
            try await archive.expect("stats", "--format", "json", says: .done("{}\n"))
            try await archive.load(Self.messages())
            try await archive.expect("stats", "--category", "git", says: .done(""))
        }
    }
}
