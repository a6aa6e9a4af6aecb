// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSONText

@Suite struct `A JSON text` {
    @Test(arguments: ["{}", "[]", "\"\"", "-0.0e+5", "true", "false", "null", "NaN", "-Infinity", "{\"a\":[1,{}]}"])
    func `is kept byte for byte`(_ said: String) throws {
        #expect(try JSONText(validating: said).text == said)
    }

    @Test func `keeps its odd spelling, duplicates and inner space, and drops outer white space`() throws {
        let said = #"{ "b" : 1.00 , "a":[ ],"b":"\u0041\/é😀\ud800"  }"#
        #expect(try JSONText(validating: " \r\n\t" + said + "\n ").text == said)
    }

    @Test func `is equal to another only if both are spelled the same`() throws {
        let one = try JSONText(validating: " 1.0")
        #expect(one == (try JSONText(validating: "1.0 ")))
        #expect(one != (try JSONText(validating: "1.00")))
        #expect(Set([one, try JSONText(validating: "1.0")]).count == 1)
    }

    @Test func `tells its kind`() throws {
        let all = try JSONText(validating: #"[{},[],"",0,-1,NaN,Infinity,-Infinity,true,false,null]"#)
        let kinds: [JSONText.Kind] = [
            .object, .array, .string, .number, .number, .number, .number, .number, .true, .false, .null,
        ]
        #expect(all.elements().map(\.kind) == kinds)
    }

    @Test(arguments: [
        ("", 0), (" ", 1), ("{", 1), ("[", 1), ("\"", 1), ("\"\\", 2), ("\"\\u00", 5), ("-", 1), ("1.", 2), ("1e", 2),
        ("1e+", 3), ("tru", 3), ("{\"a\"", 4), ("{\"a\":", 5), ("{\"a\":1", 6), ("[1,", 3), ("-Inf", 4),
    ])
    func `that ends too early is refused where it ends`(_ said: String, _ offset: Int) {
        #expect(throws: JSONError(code: .malformed, offset: offset)) { try JSONText(validating: said) }
    }

    @Test(arguments: [
        ("[1,]", 3), ("{\"a\":1,}", 7),
        ("[1 2]", 3), ("{a:1}", 1), ("{1:1}", 1), ("[}", 1), ("{\"a\":1]", 6), ("1 1", 2),
        ("01", 1), ("-01", 2), ("+1", 0), (".5", 0), ("0x10", 1), ("1.e5", 2), ("True", 0), ("nan", 1), ("-NaN", 1),
        ("'a'", 0), ("\"a\tb\"", 2), ("\"\0\"", 1), ("\"\\x\"", 2), ("\"\\u12g4\"", 5),
        ("\u{FEFF}{}", 0), ("\u{A0}1", 0),
        ("[1]]", 3), ("{\"a\" 1}", 5), ("{,}", 1), ("[,]", 1), ("nullx", 4), ("\"a\"b", 3),
    ])
    func `with a byte out of place is refused at that byte`(_ said: String, _ offset: Int) {
        #expect(throws: JSONError(code: .malformed, offset: offset)) { try JSONText(validating: said) }
    }

    @Test(
        arguments: [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x9F, 0xBF], [0xE2, 0x82],
            [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF], [0xF0, 0x8F, 0xBF, 0xBF], [0xF0, 0x9F, 0x98],
            [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func `with a string that is not UTF-8, halves of surrogate pairs and overlong forms included, is refused`(
        _ odd: [UInt8]
    ) {
        // Seven letters first, so that the odd bytes lie across the end of a word of eight.
        let bytes = Array("[\"seven77".utf8) + odd + Array("\"]".utf8)
        #expect(throws: JSONError(code: .notUTF8, offset: 9)) { try JSONText(validating: bytes) }
    }

    @Test(arguments: 0..<24) func `is read alike wherever an odd byte lies in a word of eight`(_ before: Int) throws {
        let plain = String(repeating: "x", count: before)
        let behind = String(repeating: "y", count: 24)
        func said(_ odd: String) -> String { "[\"\(plain)\(odd)\(behind)\"]" }
        #expect(throws: JSONError(code: .malformed, offset: before + 2)) { try JSONText(validating: said("\u{1F}")) }
        for (odd, meaning) in [("\\\"", "\""), ("\\\\", "\\"), ("é", "é"), ("]", "]"), ("{", "{"), ("\\u0000", "\0")] {
            let text = try JSONText(validating: said(odd))
            #expect(text.elements().map(\.string) == [plain + meaning + behind])
            #expect(text.hasNULOrLoneSurrogate == (meaning == "\0"))
        }
    }

    @Test func `may hold the first and last character of every UTF-8 length`() throws {
        let text = "\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF}"
        #expect(try JSONText(validating: "\"\(text)\"").string == text)
    }

    @Test(arguments: ["[", "{\"a\":"]) func `may be nested 900 deep and no deeper`(_ opening: String) throws {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ depth: Int) -> String {
            String(repeating: opening, count: depth) + "1" + String(repeating: closing, count: depth)
        }
        #expect(try JSONText(validating: nested(900)).canonical() == Array(nested(900).utf8))
        #expect(throws: JSONError(code: .tooDeep, offset: 900 * opening.utf8.count)) {
            try JSONText(validating: nested(901))
        }
    }

    @Test func `remembers which brackets are open at every depth`() throws {
        for depth in [63, 64, 65, 127, 128, 129, 500] {
            let opening = (0..<depth).map { $0 % 3 == 0 ? "[" : #"{"a":"# }
            let closing = (0..<depth).reversed().map { $0 % 3 == 0 ? "]" : "}" }
            let whole = opening.joined() + "0" + closing.joined()
            #expect(try JSONText(validating: whole + " ").text == whole)
            let crossed = opening.joined() + "0" + (closing.first == "]" ? "}" : "]")
            #expect(throws: JSONError(code: .malformed, offset: crossed.utf8.count - 1)) {
                try JSONText(validating: crossed)
            }
        }
    }

    @Test(.timeLimit(.minutes(1))) func `of ten megabytes of opening brackets is refused without harm`() {
        let brackets = [UInt8](repeating: .openBracket, count: 10_000_000)
        #expect(throws: JSONError(code: .tooDeep, offset: 900)) { try JSONText(validating: brackets) }
    }

    @Test(.timeLimit(.minutes(1))) func `of two megabytes keeps every byte, one string or many numbers`() throws {
        let long = "\"" + String(repeating: "x", count: 2_000_000) + "\""
        #expect(try JSONText(validating: long).bytes.count == 2_000_002)
        let many = "[" + String(repeating: "1,", count: 200_000) + "1]"
        #expect(try JSONText(validating: many).elements().count == 200_001)
    }

    @Test func `may have integers of 4300 digits and no more, sign and other numbers apart`() throws {
        let digits = String(repeating: "9", count: 4300)
        for said in [digits, "-" + digits, digits + "9.0", digits + "9e1"] {
            #expect(try JSONText(validating: said).text == said)
        }
        #expect(throws: JSONError(code: .integerTooLong, offset: 2)) { try JSONText(validating: "[-\(digits)9]") }
    }

    @Test func `says to the operator what is wrong and where`() {
        let messages = [
            JSONError(code: .malformed, offset: 3), JSONError(code: .notUTF8, offset: 0),
            JSONError(code: .tooDeep, offset: 900), JSONError(code: .integerTooLong, offset: 1),
        ].map(\.description)
        #expect(
            messages == [
                "not JSON, at byte 3", "not UTF-8, at byte 0", "nested deeper than 900 levels, at byte 900",
                "an integer of more than 4300 digits, at byte 1",
            ])
    }
}
