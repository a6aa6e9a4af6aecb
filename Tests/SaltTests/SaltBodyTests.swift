// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

@testable import Salt

@Suite struct `A payload` {
    /// A value of MessagePack, and the JSON that it becomes.
    struct Pair: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let json: String
        var testDescription: String { json }
    }

    private static let ff8 = [UInt8](repeating: 0xFF, count: 8)

    static let values: [Pair] = [
        Pair(bytes: [0xC0], json: "null"), Pair(bytes: [0xC2], json: "false"), Pair(bytes: [0xC3], json: "true"),
        Pair(bytes: [0x7F], json: "127"), Pair(bytes: [0xE0], json: "-32"), Pair(bytes: [0xFF], json: "-1"),
        Pair(bytes: [0xCC, 0xFF], json: "255"), Pair(bytes: [0xCD, 1, 0], json: "256"),
        Pair(bytes: [0xCE, 0xFF, 0xFF, 0xFF, 0xFF], json: "4294967295"),
        Pair(bytes: [0xCF] + ff8, json: "18446744073709551615"),
        Pair(bytes: [0xD0, 0x80], json: "-128"), Pair(bytes: [0xD1, 0x80, 0], json: "-32768"),
        Pair(bytes: [0xD2, 0x80, 0, 0, 0], json: "-2147483648"),
        Pair(bytes: [0xD3, 0x80, 0, 0, 0, 0, 0, 0, 0], json: "-9223372036854775808"),
        Pair(bytes: [0xD3, 0, 0, 0, 0, 0, 0, 0, 5], json: "5"),
        Pair(bytes: [0xCA, 0x3F, 0xC0, 0, 0], json: "1.5"),
        Pair(bytes: [0xCA, 0x3D, 0xCC, 0xCC, 0xCD], json: "0.10000000149011612"),
        Pair(bytes: [0xCB, 0x3F, 0xB9, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A], json: "0.1"),
        Pair(bytes: [0xCB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], json: "NaN"),
        Pair(bytes: [0xCB, 0xFF, 0xF0, 0, 0, 0, 0, 0, 0], json: "-Infinity"),
        Pair(bytes: [0xA0], json: "\"\""), Pair(bytes: [0xA2, 0xC3, 0xA9], json: "\"é\""),
        Pair(bytes: [0xD9, 3, 97, 0, 10], json: #""a\u0000\n""#), Pair(bytes: [0xDA, 0, 1, 97], json: "\"a\""),
        Pair(bytes: [0xDB, 0, 0, 0, 1, 0x22], json: #""\"""#),
        Pair(bytes: [0xA1, 0xE9], json: #"{"$bin":"6Q=="}"#),
        // Half a surrogate pair in three bytes is not UTF-8.
        Pair(bytes: [0xA3, 0xED, 0xA0, 0x80], json: #"{"$bin":"7aCA"}"#),
        Pair(bytes: [0xC4, 0], json: #"{"$bin":""}"#), Pair(bytes: [0xC4, 2, 97, 98], json: #"{"$bin":"YWI="}"#),
        Pair(bytes: [0xC5, 0, 3, 97, 98, 99], json: #"{"$bin":"YWJj"}"#),
        Pair(bytes: [0xC6, 0, 0, 0, 1, 255], json: #"{"$bin":"/w=="}"#),
        Pair(bytes: [0xD4, 79, 1], json: #"{"$ext":[79,"AQ=="]}"#),
        Pair(bytes: [0xD5, 0xFF, 1, 2], json: #"{"$ext":[-1,"AQI="]}"#),
        Pair(bytes: [0xD6, 1, 1, 2, 3, 4], json: #"{"$ext":[1,"AQIDBA=="]}"#),
        Pair(bytes: [0xD7, 1] + ff8, json: #"{"$ext":[1,"//////////8="]}"#),
        Pair(bytes: [0xD8, 1] + ff8 + ff8, json: #"{"$ext":[1,"/////////////////////w=="]}"#),
        Pair(bytes: [0xC7, 1, 78, 65], json: #"{"$ext":[78,"QQ=="]}"#),
        Pair(bytes: [0xC8, 0, 1, 78, 65], json: #"{"$ext":[78,"QQ=="]}"#),
        Pair(bytes: [0xC9, 0, 0, 0, 1, 78, 65], json: #"{"$ext":[78,"QQ=="]}"#),
        Pair(bytes: [0x90], json: "[]"), Pair(bytes: [0x93, 1, 0x91, 2, 0x80], json: "[1,[2],{}]"),
        Pair(bytes: [0xDC, 0, 1, 1], json: "[1]"), Pair(bytes: [0xDD, 0, 0, 0, 1, 1], json: "[1]"),
        Pair(bytes: [0xDE, 0, 1, 0xA1, 97, 1], json: #"{"a":1}"#),
        Pair(bytes: [0xDF, 0, 0, 0, 1, 0xA1, 97, 1], json: #"{"a":1}"#),
        Pair(bytes: [0x82, 0xA1, 98, 1, 0xA1, 97, 2], json: #"{"b":1,"a":2}"#),
        Pair(bytes: [0x82, 0xA1, 97, 1, 0xA1, 97, 2], json: #"{"a":1,"a":2}"#),
    ]

    /// Maps that are no objects.
    static let oddMaps: [Pair] = [
        Pair(bytes: [0x81, 1, 2], json: #"{"$map":[[1,2]]}"#),
        Pair(bytes: [0x81, 0xC0, 0xC0], json: #"{"$map":[[null,null]]}"#),
        Pair(bytes: [0x81, 0xA1, 0xE9, 2], json: #"{"$map":[[{"$bin":"6Q=="},2]]}"#),
        // The odd key comes last, below others that had been written as an object.
        Pair(
            bytes: [0x82, 0xA1, 97, 0x82, 0xA1, 98, 1, 0xC3, 2, 0x91, 3, 4],
            json: #"{"$map":[["a",{"$map":[["b",1],[true,2]]}],[[3],4]]}"#),
        Pair(bytes: [0x81, 0x81, 1, 2, 0x80], json: #"{"$map":[[{"$map":[[1,2]]},{}]]}"#),
        // What looks like one of our own forms.
        Pair(bytes: [0x81] + MessagePack.text("$bin") + [0xA0], json: #"{"$map":[["$bin",""]]}"#),
        Pair(bytes: [0x81] + MessagePack.text("$map") + [0x90], json: #"{"$map":[["$map",[]]]}"#),
        Pair(bytes: [0x82] + MessagePack.text("$bin") + [0xA0, 0xA0, 1], json: #"{"$bin":"","":1}"#),
    ]

    @Test(arguments: values + oddMaps)
    func `becomes JSON`(pair: Pair) throws {
        let body = try SaltBody(pair.bytes)
        #expect(body.json.text == pair.json)
        #expect(try JSONText(validating: pair.json).text == pair.json)
    }

    @Test(arguments: values + oddMaps)
    func `is none when it is cut, or more than one value`(pair: Pair) throws {
        for length in 0..<pair.bytes.count {
            #expect(throws: MessagePackError(.cut, at: length)) { try SaltBody(Array(pair.bytes.prefix(length))) }
        }
        #expect(throws: MessagePackError(.trailing, at: pair.bytes.count)) { try SaltBody(pair.bytes + [0xC0]) }
    }

    @Test(
        arguments: [
            [0xC6, 0xFF, 0xFF, 0xFF, 0xFF], [0xDD, 0xFF, 0xFF, 0xFF, 0xFF], [0xDF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2],
            [0xC9, 0xFF, 0xFF, 0xFF, 0xFF, 1], [0xDB, 0x7F, 0xFF, 0xFF, 0xFF, 97], [],
        ] as [[UInt8]])
    func `is none when a length lies`(bytes: [UInt8]) {
        #expect(throws: MessagePackError(.cut, at: bytes.count)) { try SaltBody(bytes) }
    }

    @Test func `is none with the byte that begins nothing`() {
        #expect(throws: MessagePackError(.unknownByte, at: 2)) { try SaltBody([0x92, 1, 0xC1]) }
    }

    @Test func `may be nested as deeply as a message, and no deeper, at any size`() throws {
        let most = JSONText.maximumDepth - 1
        let deepest = try SaltBody([UInt8](repeating: 0x91, count: most) + [0xC0])
        #expect(try JSONText(validating: "{\"msg\": \(deepest.json.text)}").kind == .object)
        for depth in [most + 1, 5_000_000] {
            let bytes = [UInt8](repeating: 0x91, count: depth) + [0xC0]
            #expect(throws: MessagePackError.self) { try SaltBody(bytes) }
        }
        // A list of pairs is three levels.
        let odd = { (depth: Int) in [[UInt8]](repeating: [0x81, 1], count: depth).joined() + [0xC0] }
        #expect(throws: Never.self) { try SaltBody(odd(most / 3)) }
        #expect(throws: MessagePackError.self) { try SaltBody(odd(most / 3 + 1)) }
    }

    @Test func `tells its stamp and user, the last of each, and only those that are texts`() throws {
        let payload = { (members: [[UInt8]]) -> [UInt8] in [0x80 | UInt8(members.count / 2)] + members.joined() }
        let text = MessagePack.text
        let body = try SaltBody(
            payload([
                text("user"), text("one"), text("x"), payload([text("user"), text("inner")]), text("_stamp"), text("t"),
                text("user"), text("two"),
            ]))
        #expect((body.user, body.stamp) == ("two", "t"))
        let odd = try SaltBody(payload([text("user"), [0x91] + text("no"), text("_stamp"), [5]]))
        #expect((odd.user, odd.stamp) == (nil, nil))
        let beside = try SaltBody(payload([[1], text("user"), text("user"), text("me"), text("_stamp"), text("t")]))
        #expect((beside.user, beside.stamp) == ("me", "t"))
    }

    @Test func `is ordered the same, however its members came`() throws {
        let text = MessagePack.text
        let inner: ([UInt8], [UInt8]) = (
            [0x82] + text("p") + [1] + text("q") + [2], [0x82] + text("q") + [2] + text("p") + [1]
        )
        let one = try SaltBody([0x83] + text("a") + inner.0 + text("ab") + [0x91] + inner.1 + text("b") + [0xC0])
        let other = try SaltBody([0x83] + text("b") + [0xC0] + text("ab") + [0x91] + inner.0 + text("a") + inner.1)
        #expect(one.json.text == #"{"a":{"p":1,"q":2},"ab":[{"q":2,"p":1}],"b":null}"#)
        #expect(one.ordered == other.ordered)
        #expect(String(decoding: one.ordered, as: UTF8.self) == #"{"a":{"p":1,"q":2},"ab":[{"p":1,"q":2}],"b":null}"#)
    }
}
