// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-extract` {
    private static let rules = """
        rules:
        - name: tests
          topic: "#"
          users: [msg.who]
          packages: [msg.what]

        """

    @Test(arguments: Engine.allCases)
    func `gives stored messages the names that the rules find now`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let rules = try archive.write(Self.rules, to: "rules.yaml")
            try await archive.load([
                .said(
                    "1", "a.b.c.odd", at: "10", msg: #"{"who": "Ralph", "what": "kernel"}"#,
                    more: #", "users": [], "packages": ["bash"]"#),
                .said("2", "a.b.c.odd", at: "20", msg: #"{"who": "lmacken"}"#),
                .said("3", "a.b.c.other", at: "30", msg: #"{"x": 1}"#),
            ])
            #expect(try await archive.found("--user", "lmacken") == [])
            try await archive.expect(
                "extract", "--rules", rules, "--dry-run", says: .done("3 messages read, 2 would change\n"))
            #expect(try await archive.found("--user", "lmacken") == [])
            try await archive.expect(
                "extract", "--rules", rules, "--since", "15", says: .done("2 messages read, 1 changed\n"))
            #expect(try await archive.found("--user", "lmacken") == ["2"])
            try await archive.expect("extract", "--rules", rules, says: .done("3 messages read, 1 changed\n"))
            #expect(try await archive.found("--user", "Ralph") == ["1"])
            #expect(try await archive.found("--package", "kernel") == ["1"])
            #expect(try await archive.found("--package", "bash") == [])
            try await archive.expect("extract", "--rules", rules, says: .done("3 messages read, 0 changed\n"))
            #expect(try await archive.run("dump").output.contains(#""users": ["Ralph"], "packages": ["kernel"]"#))
        }
    }

    @Test func `refuses rules that are none`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let rules = try archive.write("rules: 5\n", to: "rules.yaml")
            for command in ["extract", "load"] {
                let answer = try await archive.run(command, "--rules", rules)
                #expect(answer.status == 78 && answer.outputBytes == [], "\(answer)")
                #expect(
                    answer.errors.contains("extraction rules: ") && answer.errors.split(separator: "\n").count == 1,
                    "\(answer)")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(3))) struct `The one program` {
    @Test func `is the command that it is called by, or told`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.load([.said("1", "a.b.c.d", at: "1")])
            let program = try BuiltProgram.path("datanommer")
            let linked = archive.folder + "/datanommer-stats"
            let options = ["--database-url", archive.url]
            _ = try await RunningProgram.run(["ln", "-s", program, linked])
            let expected = FinishedProgram.done("d has 1 entries\n")
            #expect(try await RunningProgram.run([linked] + options) == expected)
            #expect(try await RunningProgram.run([program, "stats"] + options) == expected)
            for wrong in [[], ["sing"]] {
                let answer = try await RunningProgram.run([program] + wrong)
                #expect(answer.status == 64 && answer.errors.contains("datanommer-stats"), "\(answer)")
            }
        }
    }
}
