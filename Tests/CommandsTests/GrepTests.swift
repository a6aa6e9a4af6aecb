// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-grep` {
    /// Messages of a dump, which tell their users and packages themselves.
    private static let messages: [SaidMessage] = [
        .dumped("1", "a.b.c.bodhi.x", at: 10, users: ["ralph"], packages: ["kernel"], msg: #"{"t": "100% _sure_"}"#),
        .dumped(
            "2", "a.b.c.bodhi.y", at: 20, users: ["ralph", "lmacken"], packages: ["bash", "kernel"], msg: #""žába""#),
        .dumped("3", "a.b.c.git.z", at: 30, users: ["lmacken"], packages: [], msg: #""\u017e\u00e1ba 🚀""#),
        .dumped("4", "a.b.c.git.z", at: 30.5, users: [], packages: ["bash"], msg: #"{"t": "say \"hi\" \\ /"}"#),
        .dumped(
            "5", "a.b.c.wiki.z", at: 40, users: ["žofie"], packages: ["kůň"], msg: #"["1000 sure", "\ud83d\ude80"]"#),
        .dumped("6", "short", at: 50, users: [], packages: [], msg: "null"),
    ]

    @Test(arguments: Engine.allCases)
    func `takes values of one filter as alternatives, filters together, and leaves out what a not- filter means`(
        engine: Engine
    ) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages)
            let questions: [([String], [String])] = [
                ([], ["1", "2", "3", "4", "5", "6"]),
                (["--order", "desc"], ["6", "5", "4", "3", "2", "1"]),
                (["--start", "20", "--end", "30.5"], ["2", "3", "4"]),
                (["--topic", "a.b.c.git.z", "--topic", "short"], ["3", "4", "6"]),
                (["--topic", "a.b.c.git"], []),
                (["--category", "bodhi", "--category", "Unclassified"], ["1", "2", "6"]),
                (["--user", "ralph"], ["1", "2"]),
                (["--user", "ralph", "--user", "žofie"], ["1", "2", "5"]),
                (["--user", "ralph", "--package", "bash"], ["2"]),
                (["--package", "kernel", "--package", "kůň"], ["1", "2", "5"]),
                (["--msg-id", "5", "--msg-id", "1", "--msg-id", "none"], ["1", "5"]),
                (["--not-topic", "a.b.c.git.z"], ["1", "2", "5", "6"]),
                (["--not-category", "git", "--not-category", "wiki"], ["1", "2", "6"]),
                (["--not-user", "lmacken"], ["1", "4", "5", "6"]),
                (["--not-package", "kernel", "--not-package", "kůň"], ["3", "4", "6"]),
                (["--user", "lmacken", "--not-package", "bash"], ["3"]),
                (["--user", "ralph", "--not-user", "ralph"], []),
                (["--category", "nobody's"], []),
                (["--user", "'; DROP TABLE messages; --"], []),
                (
                    [
                        "--start", "10", "--end", "40", "--topic", "a.b.c.bodhi.y", "--category", "bodhi", "--user",
                        "lmacken", "--package", "bash", "--contains", "ába", "--msg-id", "2", "--not-topic", "short",
                        "--not-category", "wiki", "--not-user", "žofie", "--not-package", "kůň", "--order", "asc",
                        "--rows-per-page", "0",
                    ], ["2"]
                ),
            ]
            for (arguments, ids) in questions {
                #expect(try await archive.found(arguments) == ids, "\(arguments)")
                let count = try await archive.run("grep", arguments + ["--count"])
                #expect(count == .done("\(ids.count)\n"), "\(arguments)")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `finds literal text, whichever way the body spells it`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages)
            let questions: [(String, [String])] = [
                ("100%", ["1"]), ("%", ["1"]), ("_sure_", ["1"]), ("100_", []), ("SURE", []),
                ("žába", ["2", "3"]), ("🚀", ["3", "5"]), (#"say "hi" \"#, ["4"]), ("null", ["6"]), ("*", []),
                ("1000", ["5"]),
            ]
            for (text, ids) in questions {
                #expect(try await archive.found(["--contains", text]) == ids, "\(text)")
            }
            #expect(
                try await archive.found(["--contains", "žába", "--contains", "100%", "--user", "ralph"]) == ["1", "2"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `writes what a dump writes`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect("grep", says: .done("[]\n"))
            try await archive.expect("grep", "--format", "ndjson", says: .done(""))
            try await archive.expect("grep", "--count", says: .done("0\n"))
            try await archive.load(Self.messages)
            for format in ["json", "ndjson"] {
                let dump = try await archive.run("dump", "--format", format)
                try await archive.expect("grep", "--format", format, says: dump)
                try await archive.expect("grep", "--rows-per-page", "0", "--format", format, says: dump)
            }
        }
    }
}

/// How times can be written on a command line.
@Suite(.timeLimit(.minutes(3))) struct `A time argument` {
    @Test(arguments: [
        "1361166918", "1361166918.0", "1.361166918e9", "2013-02-18T05:55:18", "2013-02-18 05:55:18",
        "2013-02-18T05:55:18Z",
        "2013-02-18T05:55:18.000000Z", "2013-02-18T06:55:18+01:00", "2013-02-18 06:55:18+0100",
        "2013-02-17T23:55:18.0-06",
        "2013-02-18t11:40:18z+05:45".replacing("z", with: ""),
    ])
    func `is ISO 8601 or epoch seconds, and UTC whatever the process thinks`(text: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.load([
                .said("before", "a.b.c.d", at: "1361166917.999999"), .said("at", "a.b.c.d", at: "1361166918"),
                .said("after", "a.b.c.d", at: "1361166918.000001"),
            ])
            let environment = ["TZ": "Pacific/Kiritimati"]
            for (command, option) in [("grep", "start"), ("grep", "end"), ("dump", "since"), ("dump", "before")] {
                let answer = try await archive.run(command, "--\(option)=\(text)", environment: environment)
                let ids = answer.output.matches(of: /"msg_id": "(\w+)"/).map { $0.1 }
                #expect(
                    ids == (["start", "since"].contains(option) ? ["at", "after"] : ["before", "at"]), "\(answer)")
            }
        }
    }

    @Test func `is a date, which begins at midnight`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.load([
                .said("before", "a.b.c.d", at: "1361145599"), .said("at", "a.b.c.d", at: "1361145600"),
                .said("minutes", "a.b.c.d", at: "1361145660"),
            ])
            #expect(try await archive.found("--start", "2013-02-18") == ["at", "minutes"])
            #expect(try await archive.found("--start", "2013-02-18T00:01") == ["minutes"])
            #expect(try await archive.found("--end", "2013-02-18") == ["before", "at"])
        }
    }

    @Test(arguments: [
        "", "yesterday", "2013-02-30", "2013-13-01", "18.2.2013", "2013-02-18T25:00", "1e30", "NaN", "2013-02-18Z",
    ])
    func `of another kind is wrong usage`(text: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for (command, option) in [("grep", "start"), ("dump", "before"), ("stats", "since"), ("extract", "since")] {
                let answer = try await archive.run(command, "--\(option)", text)
                #expect(answer.status == 64, "\(answer)")
                #expect(answer.outputBytes == [] && answer.errors.contains("--\(option)"), "\(answer)")
            }
        }
    }
}

extension SaidMessage {
    /// A message of a dump.
    fileprivate static func dumped(
        _ msgID: String, _ topic: String, at timestamp: Double, users: [String], packages: [String], msg: String
    ) -> SaidMessage {
        .said(msgID, topic, at: "\(timestamp)", msg: msg, more: #", "users": \#(users), "packages": \#(packages)"#)
    }
}
