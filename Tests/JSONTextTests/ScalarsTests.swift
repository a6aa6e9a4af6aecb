// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import JSONText

@Suite struct `A scalar` {
    @Test(arguments: [
        (#""""#, ""), (#""a\u0000b""#, "a\0b"), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
        (#""é\u20AC😀""#, "é€😀"),
        (#""\ud83d\ude00""#, "😀"), (#""\ud800""#, nil), (#""\udc00\ud800""#, nil), (#""\ud83d\\ude00""#, nil),
        ("1", nil),
        ("null", nil), ("[\"a\"]", nil),
    ])
    func `is a string if it is one that Swift can hold`(_ said: String, _ string: String?) throws {
        #expect(try JSONText(validating: said).string == string)
    }

    @Test func `is a string with U+FFFD where Swift cannot hold it`() throws {
        #expect(try JSONText(validating: #""a\ud800b\ud83d\ude00""#).stringWithReplacements == "a\u{FFFD}b😀")
        #expect(try JSONText(validating: "1").stringWithReplacements == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("-17", -17), ("9223372036854775807", .max), ("-9223372036854775808", .min),
            ("9223372036854775808", nil), ("1.0", nil), ("1e2", nil), ("NaN", nil), ("-Infinity", nil), ("\"1\"", nil),
            ("true", nil),
        ] as [(String, Int64?)])
    func `is an integer if it is spelled as one and fits`(_ said: String, _ integer: Int64?) throws {
        #expect(try JSONText(validating: said).integer == integer)
    }

    @Test(
        arguments: [
            ("1", 1), ("-0.0", -0.0), ("1393909567.25", 1_393_909_567.25), ("1E400", .infinity), ("-1e400", -.infinity),
            ("1e-400", 0), ("Infinity", .infinity), ("-Infinity", -.infinity), ("5e-324", .leastNonzeroMagnitude),
            ("\"1\"", nil), ("null", nil),
        ] as [(String, Double?)])
    func `is a double if it is a number`(_ said: String, _ double: Double?) throws {
        let found = try JSONText(validating: said).double
        #expect(found == double)
        #expect(found?.sign == double?.sign)
    }

    @Test func `that is NaN is a double that is NaN`() throws {
        #expect(try JSONText(validating: "NaN").double?.isNaN == true)
    }

    @Test(arguments: [
        (#""\u0000""#, true), (#"{"\u0000":1}"#, true), (#"{"a":["x","\uD800"]}"#, true), (#"["\udc00\ud800"]"#, true),
        (#""\ud83d\ude00\ud83d""#, true), (#""\ud83d\ude00""#, false), (#""\\u0000 \\ud800""#, false),
        (#""\\\u0000""#, true), (#""\u0001\n\\""#, false), ("{}", false), ("0", false), (#"{"a":"é"}"#, false),
    ])
    func `or what is around it tells a NUL or a lone surrogate in any string or name`(
        _ said: String, _ has: Bool
    ) throws {
        #expect(try JSONText(validating: said).hasNULOrLoneSurrogate == has)
    }
}
