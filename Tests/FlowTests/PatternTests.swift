// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flow

@Suite struct `A pattern` {
    @Test func `fits from the beginning, not to the end`() throws {
        let pattern = try Pattern("salt/job/[0-9]*/ret/\\w+")
        #expect(try pattern.matches("salt/job/20260101/ret/m1.example.org"))
        #expect(try !pattern.matches("a salt/job/20260101/ret/m1"))
        #expect(try !pattern.matches(""))
        #expect(try Pattern("").matches("anything"))
    }

    @Test func `fits all of the text if it is to be whole, whichever alternative that takes`() throws {
        #expect(try Pattern("a|ab", whole: true).matches("ab"))
        #expect(try !Pattern("a|ab", whole: true).matches("abc"))
        #expect(try !Pattern("ab", whole: true).matches("ab\n"))
    }

    @Test(arguments: [
        ("ab\\Z", "ab\n", false), ("ab\\Z", "ab", true), ("ab$", "ab\n", true),
        ("a{,2}b", "aab", true), ("a{,2}b", "aaab", false), ("a{,2}b", "a{,2}b", false),
        ("(?P<x>a+)-(?P=x)", "aa-aa", true), ("(?P<x>a+)-(?P=x)$", "aa-a", false),
        ("\\w+$", "caf\u{e9}", false), ("caf.$", "caf\u{e9}", true), ("(*UCP)\\w+$", "caf\u{e9}", true),
        ("[\\]Z]{,1}\\\\Z", "Z\\Z", true), ("a.c", "a\u{0}c", true), ("(?i)SALT", "salt", true),
    ])
    func `reads what Python writes`(pattern: String, text: String, fits: Bool) throws {
        #expect(try Pattern(pattern).matches(text) == fits)
    }

    @Test(arguments: [
        ("a(b", 3, "missing closing parenthesis"), ("x{,2}(", 6, "missing closing parenthesis"),
        ("*a", 0, "quantifier does not follow a repeatable item"),
        ("a\\Cb", 3, "using \\C is disabled by the application"),
    ])
    func `that is malformed is refused with the place`(pattern: String, offset: Int, reason: String) {
        #expect(throws: SelectionError(code: .pattern, text: pattern, offset: offset, reason: reason)) {
            try Pattern(pattern)
        }
    }

    @Test func `that would try for ever gives up and says so`() throws {
        let pattern = try Pattern("(a+)+$")
        #expect(throws: UndecidedMatch(pattern: "(a+)+$", limit: "match limit exceeded")) {
            try pattern.matches(String(repeating: "a", count: 5_000) + "b")
        }
        #expect(try pattern.matches("aaa"))
    }

    @Test func `decides on a text that is too long for the stack of machine code`() throws {
        let text = String(repeating: "ab", count: 100_000)
        #expect(try Pattern("(?:a|b)*$").matches(text))
    }

    @Test func `is asked by many at once`() async throws {
        let pattern = try Pattern("t[0-9]+", whole: true)
        let fitting = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<100 {
                group.addTask { try (0..<100).allSatisfy { try pattern.matches("t\(number)\($0)") } }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(fitting == 100)
    }
}
