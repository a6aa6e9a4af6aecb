// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Signatures

@Suite struct `A routing policy` {
    private func policy(_ text: String) throws -> RoutingPolicy {
        let path = NSTemporaryDirectory() + "/policy-" + UUID().uuidString
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try RoutingPolicy(file: path)
    }

    @Test func `knows whole topics and whole names, byte by byte`() throws {
        let policy = try policy(#"{"a.b": ["one", "caf\u00e9"], "a.c": []}"#)
        let asked = [
            ("a.b", "one"), ("a.b", "caf\u{e9}"), ("a.b", "cafe\u{301}"), ("a.b", "on"), ("a.b", "One"), ("a.c", "one"),
            ("a.b.c", "one"), ("a", "one"), ("a.*", "one"), ("", "one"),
        ]
        let refusals = asked.map { policy.refusal(of: $0.1, topic: Array($0.0.utf8), isNitpicky: true) }
        let expected: [Verdict.Reason?] =
            [nil, nil] + Array(repeating: .signerNotAllowed, count: 4) + Array(repeating: .topicNotAllowed, count: 4)
        #expect(refusals == expected)
        #expect(policy.refusal(of: "one", topic: Array("a".utf8), isNitpicky: false) == nil)
        #expect(policy.refusal(of: "one", topic: nil, isNitpicky: false) == nil)
        #expect(policy.refusal(of: "one", topic: nil, isNitpicky: true) == .topicNotAllowed)
    }

    @Test func `looks into a text in place of a list for the name`() throws {
        let policy = try policy(#"{"a.b": "xx one yy"}"#)
        let refusals = ["one", "x one y", "two", "xx one yy z"].map {
            policy.refusal(of: $0, topic: Array("a.b".utf8), isNitpicky: false)
        }
        #expect(refusals == [nil, nil, .signerNotAllowed, .signerNotAllowed])
    }

    @Test(arguments: [
        ("", "it is no JSON object of topics"), ("[]", "it is no JSON object of topics"),
        ("{", "it is no JSON object of topics"),
        (#"{"a.b": 5}"#, "\"a.b\" needs a list of common names"),
        (#"{"a.b": [null]}"#, "\"a.b\" needs a list of common names"),
    ])
    func `that is none is refused, and why`(text: String, problem: String) {
        let error = #expect(throws: SignatureError.self) { try policy(text) }
        #expect(error?.problem == problem)
    }

    @Test func `that is not there is refused by name`() {
        let error = #expect(throws: SignatureError.self) { try RoutingPolicy(file: "/nonexistent/policy.json") }
        let said = "cannot read the routing policy /nonexistent/policy.json: No such file or directory"
        #expect(error?.description == said)
    }
}
