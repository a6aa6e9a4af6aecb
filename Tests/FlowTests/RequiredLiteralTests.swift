// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flow

@Suite struct `The text that every match contains` {
    @Test(arguments: [
        ("salt/job/[0-9]*/ret/host1", "/ret/host1"), ("org\\.fedora\\.prod", "org.fedora.prod"), ("^abc$", "abc"),
        ("abc?", "ab"), ("ab{2}cd", "cd"), ("abc+d", "abc"), ("ab\u{e9}*", "ab"), ("a{x", "a{x"),
        ("(abc|d)xy", "xy"), ("(?P<n>long)x", "x"), ("(?:a(b)c)de", "de"), ("[abc]d", "d"), ("[]a|]d", "d"),
        ("[[:alpha:]]]d", "]d"), ("(?#a|b)cd", "cd"), ("a(?#c)*b", "b"), ("ab(?#c)cd", "abcd"), ("\\d\\wab", "ab"),
        ("(?=abc)x", "x"),
    ])
    func `is found outside of groups and classes`(pattern: String, literal: String) {
        #expect(RequiredLiteral(ofPattern: Array(pattern.utf8)).bytes == Array(literal.utf8))
    }

    @Test(arguments: [
        "", "a|b", "(?i)abc", "(*UCP)abc", "abc(?x) d", "\\x41bc", "(\\Q(\\E)abc", ".*", "a*", "\\Qa*\\E",
    ])
    func `is none where that is not sure`(pattern: String) {
        #expect(RequiredLiteral(ofPattern: Array(pattern.utf8)).bytes.isEmpty)
    }
}
