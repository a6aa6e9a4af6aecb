// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSONText

@Suite struct `A JSON text made here` {
    @Test func `is spelled compactly, in order, with only the needed escapes`() throws {
        let made = JSONText.object([
            ("b", .array([.integer(-1), .null, .bool(true), .bool(false), .double(1e16), .double(.nan)])),
            ("a\"\\\n\u{1}\0\u{7F}", .string("é😀/")),
            ("", .object([])),
            ("b", .array([])),
        ])
        let expected =
            #"{"b":[-1,null,true,false,1e+16,NaN],"a\"\\\n\u0001\u0000"# + "\u{7F}" + #"":"é😀/","":{},"b":[]}"#
        #expect(made.text == expected)
        #expect(try JSONText(validating: made.text) == made)
    }

    @Test(arguments: ["", "plain", "\"quoted\" \\", "\0\u{1F}\u{7F}\u{2028}", "é😀\u{FFFF}"])
    func `gives its string back`(_ text: String) throws {
        let made = JSONText.string(text)
        #expect(made.string == text)
        #expect(try JSONText(validating: made.text) == made)
    }
}
