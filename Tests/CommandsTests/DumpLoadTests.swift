// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A dump` {
    /// Bodies that a careless reader changes.
    static let bodies = [
        "{}", "null", "[]", "1.0", "\"\"", "-0", "-0.0", "1e5", "1E+05", "1180591620717411303424", "NaN", "-Infinity",
        "1e400",
        "0.1000", #""\u0000""#, #""\ud800""#, #"{"\udfff": "\uDFFF\ud800x"}"#, #""\u017e\u017E ž \/ /""#,
        #"{"a": 1, "a": 2}"#, #"{"z": [[[[]]], {"ž": {}}], "": "日本 🚀"}"#, #""\u007f""#, "\"\u{7F}\u{2028}\"",
        "[1 , 2,3 ]", "true", #""e\u0301 é é""#, "123456789012345678901234567890.000",
    ]

    private static func messages() -> [SaidMessage] {
        bodies.enumerated().map { index, body in
            .said("2013-\(index)", "org.fedoraproject.dev.test.odd", at: "\(1000 + index)", msg: body)
        }
    }

    @Test(arguments: Engine.allCases)
    func `names the members of a message in one order, those it does not know last`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let said = """
                {"zebra": [1.0], "username": "ralph", "headers": {"a": 1e5}, "i": 7, "topic": "org.fedoraproject.dev.test.x",
                "timestamp": 1361166918.25, "msg": {"b": 1}, "signature": "c2ln\\n", "certificate": "Y2VydA==\\n",
                "crypto": "x509", "msg_id": "2013-1", "seq_id": 12, "source_name": "datagrepper", "source_version": "0.9"}

                """
            _ = try await archive.run("load", input: said)
            let expected =
                #"[{"i": 7, "msg_id": "2013-1", "topic": "org.fedoraproject.dev.test.x", "category": "test", "#
                + #""timestamp": 1361166918.25, "username": "ralph", "crypto": "x509", "certificate": "Y2VydA==\n", "#
                + #""signature": "c2ln\n", "msg": {"b": 1}, "headers": {"a": 1e5}, "users": [], "packages": [], "#
                + #""source_name": "datagrepper", "source_version": "0.9", "zebra": [1.0], "seq_id": 12}]"# + "\n"
            try await archive.expect("dump", says: .done(expected))
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps each body as it was said: spellings of numbers, NUL, half pairs, duplicates, NaN`(engine: Engine)
        async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages())
            let lines = try await archive.run("dump", "--format", "ndjson").lines
            let said = try lines.map { try JSONText(validating: $0)["msg"]?.text ?? "none" }
            // As bytes: a Swift String takes "é" in one character and in two for the same.
            #expect(said.map { Array($0.utf8) } == Self.bodies.map { Array($0.utf8) })
        }
    }

    @Test(arguments: [(Engine.sqlite, Engine.postgresql), (.postgresql, .sqlite)], ["json", "ndjson"])
    func `loaded into another engine and dumped again is the same, byte for byte`(
        engines: (Engine, Engine), format: String
    ) async throws {
        try await ScratchArchive.with(engines.0) { first in
            try await first.load(Self.messages() + Self.oddEnvelopes)
            let dump = try await first.run("dump", "--format", format)
            #expect(dump.status == 0)
            try await ScratchArchive.with(engines.1) { second in
                let loaded = try await second.run("load", [], input: dump.outputBytes)
                #expect(
                    loaded == .done("", errors: "\(Self.bodies.count + 6) loaded, 0 were there already, 0 failed\n"))
                #expect(try await second.run("dump", "--format", format) == dump)
                let again = try await second.run("load", [], input: dump.outputBytes)
                #expect(
                    again == .done("", errors: "0 loaded, \(Self.bodies.count + 6) were there already, 0 failed\n"))
            }
        }
    }

    /// Envelopes whose members are not what they should be, and one without an identity.
    private static let oddEnvelopes = [
        #"{"topic": "a.b.c.d", "msg": 1, "i": "7", "username": 42, "msg_id": "x1", "timestamp": "2013-02-18T05:55:18Z"}"#,
        #"{"topic": "a.b.c.d", "msg": 2, "i": 1.0, "crypto": null, "msg_id": "x2", "timestamp": 1e9, "users": 5}"#,
        #"{"topic": "a.b.c.d", "msg": 3, "category": 7, "msg_id": "x3", "timestamp": 1361166918.1234567, "packages": {}}"#,
        #"{"topic": "a.b.c.d", "msg": 4, "msg_id": "", "timestamp": 5, "source_name": 3}"#,
        #"{"topic": "žluť", "msg": 5, "headers": [], "as_said": {"i": 5}, "timestamp": 6}"#,
        #"{"topic": "", "timestamp": 7}"#,
    ].map { SaidMessage(json: $0) }

    @Test(arguments: Engine.allCases)
    func `is one array with a message a line, a message a line, or the empty array`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect("dump", says: .done("[]\n"))
            try await archive.expect("dump", "--format", "ndjson", says: .done(""))
            try await archive.load([.said("2", "a.b.c.d", at: "2"), .said("1", "a.b.c.d", at: "1")])
            let lines = try await archive.run("dump", "--format", "ndjson").lines
            #expect(lines.map { $0.contains(#""msg_id": "1""#) } == [true, false])
            try await archive.expect("dump", says: .done("[\(lines[0]),\n\(lines[1])]\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a stretch of time, of topics and of categories is in the order of time, then of arrival`(engine: Engine)
        async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load([
                .said("late", "a.b.c.git", at: "30"), .said("first", "a.b.c.bodhi", at: "20"),
                .said("second", "a.b.c.bodhi", at: "20"), .said("fraction", "a.b.c.wiki.x", at: "20.000001"),
                .said("early", "a.b.c.git", at: "10"),
            ])
            let ids = { (arguments: [String]) in
                try await archive.run("dump", arguments).output.matches(of: /"msg_id": "(\w*)"/).map { String($0.1) }
            }
            #expect(try await ids([]) == ["early", "first", "second", "fraction", "late"])
            #expect(try await ids(["--since", "20", "--before", "20"]) == ["first", "second"])
            #expect(
                try await ids(["--since", "20.000001", "--before", "1970-01-01T00:00:30"]) == ["fraction", "late"])
            #expect(
                try await ids(["--topic", "a.b.c.git", "--topic", "a.b.c.wiki.x"]) == ["early", "fraction", "late"])
            #expect(
                try await ids(["--category", "bodhi", "--category", "git", "--since", "11"]) == [
                    "first", "second", "late",
                ])
            #expect(try await ids(["--category", "git", "--topic", "a.b.c.bodhi"]) == [])
        }
    }

    @Test func `goes where the shell sends it`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.load([.said("1", "a.b.c.d", at: "1")])
            let program = try BuiltProgram.path("datanommer-dump")
            let shell = ["sh", "-c", #""$0" --database-url "$1" > datanommer-dump.json; cat datanommer-dump.json"#]
            let piped = try await RunningProgram.run(shell + [program, archive.url], directory: archive.folder)
            try await archive.expect("dump", says: piped)
        }
    }
}
