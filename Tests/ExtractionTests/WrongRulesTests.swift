// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Extraction

@Suite struct `Rules that cannot be used` {
    private func refusal(_ yaml: String) -> ExtractionError? {
        do {
            _ = try ExtractionRules(yaml: yaml)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        ("", ExtractionError.Code.missingKey, "the file: is empty; wants rules"),
        ("{}", .missingKey, "the file (line 1): wants the key rules"),
        ("[]", .wrongValue, "the file (line 1): wants the keys rules, every_user, every_package"),
        ("rules: 1", .wrongValue, "the file, key rules (line 1): wants a list"),
        (
            "rules: []\nrule: []", .unknownKey,
            "the file (line 1): has a key \"rule\"; known are rules, every_user, every_package"
        ),
        ("rules:\n  - topic: a", .missingKey, "the file, key rules, item 1 (line 2): wants the key name"),
        ("rules:\n  - name: x", .missingKey, "rule \"x\" (line 2): wants the key topic"),
        (
            "rules:\n  - {name: x, topic: a}", .missingKey,
            "rule \"x\" (line 2): wants a list of paths under users, packages or both"
        ),
        ("rules: [{name: x, topic: a, users: b}]", .wrongValue, "rule \"x\", key users (line 1): wants a list"),
        ("rules: [{name: x, topic: [a], users: [b]}]", .wrongValue, "rule \"x\", key topic (line 1): wants a text"),
        ("rules: [{name: x, topic: '', users: [b]}]", .wrongValue, "rule \"x\", key topic (line 1): wants a text"),
        (
            "rules: [{name: x, topic: a, user: [b]}]", .unknownKey,
            "rule \"x\" (line 1): has a key \"user\"; known are name, topic, users, packages"
        ),
        (
            "rules:\n- {name: x, topic: a, users: [b]}\n- {name: x, topic: b, users: [c]}", .duplicateName,
            "the file, key rules, item 2 (line 3): there is another rule of the name \"x\""
        ),
    ])
    func `are refused with the rule, the key and the line`(
        _ yaml: String, _ code: ExtractionError.Code, _ message: String
    ) throws {
        let error = try #require(refusal(yaml))
        #expect(error.code == code)
        #expect(error.description == "extraction rules: " + message)
    }

    @Test(arguments: [
        ("a..b", #"expected a member name before ".b""#), ("a.", "expected a member name at the end"),
        ("a[0]", #"expected "]" right behind "[" before "0]""#),
        ("a b", #"expected ".", "[]", "|" or the end before "b""#),
        ("a |", "expected a step at the end"), ("a | upper", #"there is no step "upper" here"#),
        ("a | nvr(\"x\")", "nvr takes nothing in brackets"), ("a | email", "email takes one text in brackets"),
        ("a | without", "without takes texts in brackets"), ("a | split(\"ab\")", "split takes one character"),
        ("a | split(x)", #"expected a text in quotes before "x)""#), ("a | without(\"x\"", #"expected ")" at the end"#),
        ("a.\"b", "a quote is not closed"), ("a | lower | keys", "keys must be the first step"),
    ])
    func `name a path that is none, and what was expected`(_ path: String, _ reason: String) throws {
        let error = try #require(refusal("rules: [{name: x, topic: a, users: [b, '\(path)']}]"))
        #expect(error.code == .wrongValue)
        #expect(error.description == "extraction rules: rule \"x\", key users, item 2 (line 1): \"\(path)\": \(reason)")
    }

    @Test(arguments: ["every_user", "every_package"]) func `name steps for all that are none`(_ key: String) throws {
        let error = try #require(refusal("\(key): keys\nrules: []"))
        #expect(
            error.description
                == "extraction rules: the file, key \(key) (line 1): \"keys\": there is no step \"keys\" here")
    }

    @Test(arguments: ["rules: [", "a: b: c", "\t- x", "rules: []\nrules: []"])
    func `are refused when they are no YAML or say a key twice`(_ yaml: String) {
        #expect(refusal(yaml)?.code == .notYAML)
    }

    @Test func `are refused with the path of a file that is not there`() throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        do {
            _ = try ExtractionRules.load(path: path)
            Issue.record("a file that is not there was read")
        } catch {
            #expect(error.code == .unreadable)
            #expect(error.place == path)
        }
    }
}
