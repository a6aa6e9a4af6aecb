// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

@testable import Extraction

@Suite struct `Extraction rules` {
    private func names(_ yaml: String, _ envelope: String, topic: String = "a.b.c") throws -> ExtractedNames {
        try ExtractionRules(yaml: yaml).names(in: JSONText(validating: envelope), topic: topic)
    }

    /// What one path to users yields.
    private func users(_ path: String, _ envelope: String) throws -> [String] {
        try names("rules: [{name: it, topic: '#', users: ['\(path)']}]", envelope).users
    }

    @Test func `all contribute whose topic fits, each name once, in the order of code points`() throws {
        let yaml = """
            rules:
              - name: first
                topic: "a.#"
                users: [u, v]
                packages: [p]
              - name: second
                topic: "*.b.*"
                users: [w]
              - name: elsewhere
                topic: "b.#"
                users: [x]
            """
        let envelope = #"{"u":"é","v":"b","w":"b","x":"never","p":"Z"}"#
        #expect(try names(yaml, envelope) == ExtractedNames(users: ["b", "é"], packages: ["Z"]))
    }

    @Test func `give names through the steps for every user and every package`() throws {
        let yaml = """
            every_user: email("example.org") | lower
            every_package: nvr
            rules: [{name: it, topic: '#', users: [u], packages: [p]}]
            """
        #expect(
            try names(yaml, #"{"u":"Anna@Example.org","p":"a-b-1-2"}"#)
                == ExtractedNames(users: ["anna"], packages: ["a-b"]))
    }

    @Test(arguments: [
        ("a.b", #"{"a":{"b":"x"}}"#, ["x"]), ("a[]", #"{"a":["x","y","x"]}"#, ["x", "y"]),
        ("a[].b[]", #"{"a":[{"b":["x"]},{"c":1},{"b":["y"]}]}"#, ["x", "y"]), ("a[][]", #"{"a":[["x"],"y"]}"#, ["x"]),
        ("a.*", #"{"a":{"k":"x","l":"y","k":"z"}}"#, ["x", "y", "z"]), ("*.b", #"{"a":{"b":"x"},"c":3}"#, ["x"]),
        ("a | keys", #"{"a":{"k":"x","l":null}}"#, ["k", "l"]), (#"a."b.c d""#, #"{"a":{"b.c d":"x"}}"#, ["x"]),
        ("a", #"{"a":"x","a":"y"}"#, ["y"]), ("ä-1_2", #"{"ä-1_2":"x"}"#, ["x"]), ("a.b", #"{"a":["b"]}"#, []),
        ("a[]", #"{"a":{"b":"x"}}"#, []), ("a", #"{"a":{"a":"x"}}"#, []), ("a.0", #"{"a":["x"]}"#, []),
    ])
    func `reach values by paths`(_ path: String, _ envelope: String, _ expected: [String]) throws {
        #expect(try users(path, envelope) == expected)
    }

    @Test func `prune what is no non-empty string`() throws {
        let envelope = #"{"a":[null,"",42,-1.5,true,false,[],["x"],{},{"a":"x"},NaN,"y"]}"#
        #expect(try users("a[]", envelope) == ["y"])
    }

    @Test(arguments: [
        (#"split(",")"#, " x, y z ,,x", ["x", "y z"]), ("nvr", "a-b-1.0-2.fc40", ["a-b"]), ("nvr", "b-1", []),
        ("nvr", "-1-2", []), ("nvr", "a-1-", []), ("nvr", "", []), ("lower", "ÄbC", ["äbc"]),
        ("mentions", "@ann and (@bob_b-2), c@example.org, @ @.", ["ann", "bob_b-2"]), ("mentions", "none", []),
        (#"email("example.org")"#, "ann@example.org", ["ann"]), (#"email("example.org")"#, "ann@EXAMPLE.org", ["ann"]),
        (#"email("example.org")"#, "ann@lists.example.org", []), (#"email("example.org")"#, "ann", ["ann"]),
        (#"email("example.org")"#, "@example.org", []), (#"email("example.org")"#, "@group", []),
        (#"openid("id.example.org")"#, "http://ann.id.example.org/", ["ann"]),
        (#"openid("id.example.org")"#, "https://ann.id.example.org", ["ann"]),
        (#"openid("id.example.org")"#, "ann.id.example.org", ["ann"]),
        (#"openid("id.example.org")"#, "http://ann.example.org/", []),
        (#"openid("id.example.org")"#, "http://evil.example/ann.id.example.org/", []),
        (#"openid("id.example.org")"#, "ann", ["ann"]), (#"openid("id.example.org")"#, "http://.id.example.org/", []),
        (#"without("bot","org_*")"#, "bot", []), (#"without("bot","org_*")"#, "org_x", []),
        (#"without("bot","org_*")"#, "both", ["both"]), (#"split(" ") | without("a") | lower"#, "a B", ["b"]),
    ])
    func `make names of texts by steps`(_ step: String, _ text: String, _ expected: [String]) throws {
        #expect(try users("a | \(step)", JSONText.object([("a", .string(text))]).text) == expected)
    }

    @Test(arguments: [#"{"a":"x\u0000y"}"#, #"{"a":"\ud800"}"#, #"{"a":"x\udfff"}"#])
    func `leave out and report names with NUL or a lone surrogate`(_ envelope: String) throws {
        let yaml = "rules: [{name: it, topic: '#', users: [a, b]}]"
        let withAnother = String(envelope.dropLast()) + #","b":"fine"}"#
        #expect(try names(yaml, withAnother) == ExtractedNames(users: ["fine"], hasUnstorableName: true))
    }

    @Test func `report a lone surrogate in a member name that is a user or package name`() throws {
        let yaml = "rules: [{name: it, topic: '#', packages: ['a | keys']}]"
        #expect(
            try names(yaml, #"{"a":{"x":1,"\ud800":2}}"#) == ExtractedNames(packages: ["x"], hasUnstorableName: true))
    }

    @Test func `do not mind a lone surrogate or NUL beside a name, nor a U+FFFD that was said`() throws {
        let yaml = "rules: [{name: it, topic: '#', users: ['a | mentions', b]}]"
        #expect(
            try names(yaml, #"{"a":"\ud800 \u0000 @ann","b":"\ufffd","c":"\u0000"}"#)
                == ExtractedNames(users: ["ann", "\u{FFFD}"]))
    }

    @Test func `keep names apart that only look alike`() throws {
        let found = try users("a[]", #"{"a":["\u00e9","e\u0301","\u00e9"]}"#)
        #expect(found.map { Array($0.utf8) } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
    }
}
