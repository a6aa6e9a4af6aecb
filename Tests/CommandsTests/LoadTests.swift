// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-load` {
    private static let one = SaidMessage.said("1", "a.b.c.d", at: "1", msg: #"{"a": ["x", {"y": "}"}]}"#).json
    private static let two = SaidMessage.said("2", "a.b.c.d", at: "2", msg: #"{"b": 2}"#).json

    @Test(arguments: Engine.allCases)
    func `reads several files one after the other, and standard input among them`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let first = try archive.write(Self.one, to: "first.json")
            let second = try archive.write("[\(Self.two)]", to: "second file.json")
            let third = SaidMessage.said("3", "a.b.c.d", at: "3").json
            let loaded = try await archive.run("load", first, "-", second, input: third)
            #expect(loaded == .done("", errors: "3 loaded, 0 were there already, 0 failed\n"))
            #expect(try await archive.found() == ["1", "2", "3"])
        }
    }

    @Test(arguments: [
        "\(one)\n\(two)\n", "\(one)\(two)", "[\(one),\n\(two)]", " [ \(one) , \(two) ] \n", "[\(one)][\(two)]",
        "\(one),\(two)",
        "\(one)\r\n\r\n\(two)\r\n", "[[\(one)], [[\(two)]]]",
    ])
    func `takes messages however they stand behind one another`(text: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let loaded = try await archive.run("load", input: text)
            #expect(loaded == .done("", errors: "2 loaded, 0 were there already, 0 failed\n"))
        }
    }

    @Test func `takes messages that were laid out for the eye`() async throws {
        let pretty = """
            {
                "msg_id": "1",
                "topic": "a.b.c.d",
                "timestamp": 1,
                "msg": {
                    "list": [
                        {
                            "a": 1
                        },
                        {}
                    ]
                }
            }
            """
        // Without any indentation, a line that begins with a brace may still be in the middle of a message.
        let flat = pretty.replacing(/\n +/, with: "\n").replacing("\"1\"", with: "\"2\"").replacing(
            "1,\n\"m", with: "2,\n\"m")
        try await ScratchArchive.with(.sqlite) { archive in
            let loaded = try await archive.run("load", input: "\(pretty)\n\(flat)\n[\n\(pretty),\n\(flat)\n]\n")
            #expect(loaded == .done("", errors: "2 loaded, 2 were there already, 0 failed\n"))
            let bodies = try await archive.run("dump").output.matches(of: /"msg": (.*?), "headers"/).map {
                $0.1.filter { $0 != " " }
            }
            #expect(bodies == Array(repeating: #"{"list":[{"a":1},{}]}"#, count: 2))
        }
    }

    @Test(arguments: [
        "no json", "{", "}", #"{"topic": "a.b.c.d", "msg": {"#, #"{"topic": "a.b.c.d"#,
        #"{"topic": "a.b.c.d", "msg": [1, 2}"#,
        #""topic": "a.b.c.d"}"#, "{}", "42", #"{"topic": 5}"#, #"{"topic": "a", "msg": "\#u{01}"}"#, #"{"msg": {}}}"#,
        #"{"topic": "a\u0000b"}"#, #"{"topic": "a.b.c.d", "msg": {"a": 1},"#, #"{"topic": "a.b.c.d", "msg":"#,
    ])
    func `passes over a broken line, tells its place, and ends with 1`(line: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for text in ["\(Self.one)\n\(line)\n\(Self.two)\n", "[\(Self.one),\n\(line),\n\(Self.two)]\n"] {
                let file = try archive.write(text, to: "broken.json")
                let loaded = try await archive.run("load", file)
                #expect(loaded.status == 1, "\(loaded)")
                #expect(loaded.errors.hasPrefix("\(file), value 2: "), "\(loaded)")
                #expect(loaded.errors.contains(/\d failed\n$/))
                #expect(try await archive.found("--topic", "a.b.c.d") == ["1", "2"], "\(loaded)")
            }
        }
    }

    @Test func `passes over bytes that are no text`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let input = Array("\(Self.one)\n{\"topic\": \"".utf8) + [0xFF, 0xFE] + Array("\"}\n\(Self.two)\n".utf8)
            let loaded = try await archive.run("load", [], input: input)
            #expect(loaded.status == 1)
            #expect(try await archive.found() == ["1", "2"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `skips what is there, and sets aside another message of the same identity`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load([SaidMessage(json: Self.one)])
            let other = SaidMessage.said("1", "a.b.c.d", at: "99").json
            let loaded = try await archive.run("load", input: "\(Self.one)\n\(other)\n\(Self.two)\n\(Self.two)\n")
            let aside = "set aside: other-claim: msg_id 1 is stored with another time than 1970-01-01 00:01:39\n"
            #expect(loaded == .failed(1, aside + "1 loaded, 2 were there already, 1 failed\n"))
            #expect(try await archive.found() == ["1", "2"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `gives an unnamed message the same identity each time`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let unnamed = #"{"topic": "a.b.c.d", "msg": {"x": 1.0}, "timestamp": 1361166918}"#
            let spaced = #"{ "msg":{"x":1.0},  "timestamp":1361166918,"topic":"a.b.c.d"}"#
            let loaded = try await archive.run("load", input: "\(unnamed)\n\(spaced)\n")
            #expect(loaded == .done("", errors: "1 loaded, 1 were there already, 0 failed\n"))
        }
    }

    @Test func `says which file cannot be read`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let missing = try await archive.run("load", "missing.json")
            #expect(missing.status == 1)
            #expect(missing.errors.hasPrefix("datanommer-load: missing.json: "))
            #expect(missing.errors.split(separator: "\n").count == 1)
        }
    }

    @Test func `reads nothing from nothing`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for text in ["", "\n", "[]", "[ ]\n\n", "[]\n[]"] {
                let loaded = try await archive.run("load", input: text)
                #expect(loaded == .done("", errors: "0 loaded, 0 were there already, 0 failed\n"))
            }
        }
    }
}
