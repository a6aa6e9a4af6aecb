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

@Suite struct `JSON copied together` {
    /// Texts of all lengths up to two words and a bit, with an odd character at each place.
    private static func texts(_ odd: [String]) -> [String] {
        (0...18).flatMap { length in
            odd.flatMap { odd in
                (0...length).map {
                    String(repeating: "x", count: $0) + odd + String(repeating: "é", count: length - $0)
                }
            }
        }
    }

    @Test func `is the same array of strings, made at once or of its elements`() {
        for strings in [[], [""], ["a", "é", "🎉"], ["\"\\", "\u{1}\n"], Array(repeating: "\u{7F}x", count: 1_000)] {
            #expect(JSONText.array(ofStrings: strings) == JSONText.array(strings.map { .string($0) }))
        }
    }

    @Test func `quotes what stands in memory as a string does`() {
        for text in Self.texts(["", "\"", "\\", "\u{1F}", "\0", "\n", "\u{80}", "\u{7F}", "🎉\"\"\\"]) {
            var quoted: [UInt8] = []
            Array(text.utf8).withUnsafeBytes { quoted.appendQuoted($0) }
            #expect(String(decoding: quoted, as: UTF8.self) == JSONText.string(text).text)
            #expect(JSONText.string(text).string.map { Array($0.utf8) } == Array(text.utf8))
        }
    }

    @Test func `has spaces where a value had line breaks`() {
        for text in Self.texts(["", "\n", "\r", "\r\n", "\u{B}", "\u{8A}", "\n \n"]) {
            var line: [UInt8] = []
            Array(text.utf8).withUnsafeBytes { line.appendOnOneLine($0) }
            #expect(line == text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 })
        }
    }
}
