// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

@testable import DatanommerModels

@Suite struct `Odd input` {
    private let decoder = MessageDecoder.sample

    @Test(arguments: [
        #""a\u0000b""#, #""\ud800""#, #""x\udc00y""#, "NaN", "[Infinity,-Infinity]", "1e400", #"{"a":1,"a":2}"#,
        #"{"\u0000":"\ud800"}"#, "1.0", "1180591620717411303424", #""日本語 🎉""#, #""\u65e5\ud83c\udf89""#, "-0",
        #"{ "b" : 1 , "a" : [ ] }"#,
    ])
    func `in a body, such as NUL, half a surrogate pair or NaN, is kept as it was said`(msg: String) throws {
        let message = try decoder.decode(#"{"topic":"a.b.c.git","msg":"# + msg + "}")
        #expect(message.msg == msg)
    }

    @Test(arguments: [
        (#"{"topic":"a\u0000b","msg":{}}"#, "topic"), (#"{"topic":"\ud800","msg":{}}"#, "topic"),
        (#"{"topic":null,"msg":{}}"#, "topic"), (#"{"topic":42,"msg":{}}"#, "topic"),
        (#"{"topic":"a","msg_id":"x\u0000","msg":{}}"#, "msg_id"),
        (#"{"topic":"a","username":"\u0000","msg":{}}"#, "username"),
        (#"{"topic":"a","crypto":"\udfff","msg":{}}"#, "crypto"),
        (#"{"topic":"a","certificate":"\u0000","msg":{}}"#, "certificate"),
        (#"{"topic":"a","signature":"\u0000","msg":{}}"#, "signature"),
        (#"{"topic":"a","source_name":"\u0000","msg":{}}"#, "source_name"),
        (#"{"topic":"a","source_name":"b","source_version":"\u0000","msg":{}}"#, "source_version"),
        (#"{"topic":"a","headers":{"k":"v\u0000"},"msg":{}}"#, "headers"),
        (#"{"topic":"a","headers":{"\u0000":1},"msg":{}}"#, "headers"),
        (#"{"topic":"a","headers":{"message-id":"\ud800"},"msg":{}}"#, "headers.message-id"),
        (#"{"topic":"a","msg":{"who":["\u0000"]}}"#, "a user or package"),
    ])
    func `is set aside when a NUL or half a surrogate pair stands in a name`(body: String, member: String) throws {
        let refusal = try #require(decoder.refusal(Array(body.utf8)))
        #expect(refusal.reason == .unstorableText)
        #expect(refusal.detail == "\(member) is no text, or holds a NUL or half a surrogate pair")
        #expect(refusal.topic == Array("org.example.prod.git.receive".utf8))
        #expect(refusal.body == Array(body.utf8))
        #expect(refusal.receivedAt == MessageDecoder.receipt)
    }

    @Test func `is set aside when a header spells a NUL after an escaped backslash, not when it spells a backslash`() {
        #expect(decoder.refusal(Array(#"{"topic":"a","headers":{"k":"\\\u0000"},"msg":{}}"#.utf8)) != nil)
        #expect(decoder.refusal(Array(#"{"topic":"a","headers":{"k":"\\u0000"},"msg":{}}"#.utf8)) == nil)
    }

    @Test(arguments: [
        "", " ", "{", "{}x", "{}\u{0}", "{'a': 1}", #"{"a":1,}"#, "[1,]", "\u{FEFF}{}", "nan", "tru", #"{"a"}"#,
        "{\"a\":\"\u{1}\"}", "01", "+1", "org.example.garbage",
    ])
    func `that is no JSON is set aside`(body: String) throws {
        let refusal = try #require(decoder.refusal(Array(body.utf8)))
        #expect(refusal.reason == .notJSON)
        #expect(refusal.body == Array(body.utf8))
    }

    @Test(
        arguments: [
            [0x22, 0xFF, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x22, 0xC0, 0x80, 0x22],
            [0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00],
        ] as [[UInt8]])
    func `that is not UTF-8 is set aside`(body: [UInt8]) {
        #expect(decoder.refusal(body)?.reason == .notJSON)
    }

    @Test func `in the frame of the topic that is not UTF-8 is set aside`() {
        let refusal = decoder.refusal(Array("{}".utf8), topic: [0x61, 0xFF])
        #expect(refusal?.reason == .notJSON)
        #expect(refusal?.topic == [0x61, 0xFF])
    }

    @Test func `in the frame of the topic, a NUL, matters only where the body has no topic`() throws {
        #expect(decoder.refusal(Array("{}".utf8), topic: [0x61, 0])?.reason == .unstorableText)
        #expect(decoder.refusal(Array(#"{"topic":"a"}"#.utf8), topic: [0x61, 0]) == nil)
    }

    @Test func `nested too deeply, and ten million brackets, are set aside`() {
        let deep = { (depth: Int) in
            Array(#"{"topic":"a","msg":"#.utf8) + Array(repeating: UInt8(ascii: "["), count: depth)
                + Array(repeating: UInt8(ascii: "]"), count: depth) + [UInt8(ascii: "}")]
        }
        #expect(decoder.refusal(deep(JSONText.maximumDepth - 1)) == nil)
        #expect(decoder.refusal(deep(JSONText.maximumDepth))?.reason == .tooDeep)
        #expect(decoder.refusal(Array(repeating: UInt8(ascii: "["), count: 10_000_000))?.reason == .tooDeep)
    }

    @Test func `without a topic, nested as deeply as can be, is a message that can be read again`() throws {
        for depth in [JSONText.maximumDepth - 1, JSONText.maximumDepth] {
            let body = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            guard let message = try? decoder.decode(body) else { continue }
            #expect(try decoder.message(file: Array(message.json.utf8)).msg == body)
        }
    }

    @Test func `with an integer of more digits than Python reads is set aside`() {
        let digits = String(repeating: "9", count: JSONText.maximumIntegerDigits)
        #expect(decoder.refusal(Array(#"{"topic":"a","msg":\#(digits)}"#.utf8)) == nil)
        #expect(decoder.refusal(Array(#"{"topic":"a","msg":\#(digits)0}"#.utf8))?.reason == .tooDeep)
    }

    @Test func `of 2 MB, or with a topic of 3,000 characters, is a message`() throws {
        let topic = String(repeating: "é", count: 3_000)
        let text = "\"" + String(repeating: "x", count: 2_000_000) + "\""
        let message = try decoder.decode(#"{"topic":"\#(topic)","msg":\#(text)}"#)
        #expect(message.topic == topic)
        #expect(message.msg == text)
    }

    @Test func `over the limit is set aside, at the limit it is a message`() throws {
        let small = MessageDecoder(maximumBytes: 20) { _, _ in MessageNames() }
        #expect(small.refusal(Array(#"{"topic":"a12345678"}"#.utf8))?.reason == .tooLarge)
        #expect(
            small.refusal(Array(#"{"topic":"a12345678"}"#.utf8))?.detail == "21 bytes, 20 are allowed")
        #expect(small.refusal(Array(#"{"topic":"a1234567"}"#.utf8)) == nil)
    }

    @Test(arguments: ["a.b", "", "a.b.c."])
    func `such as a topic that is too short, empty or ends in a dot is Unclassified`(topic: String) throws {
        let message = try decoder.decode(#"{"topic":"\#(topic)","msg":{}}"#)
        #expect(message.topic == topic)
        #expect(message.category == "Unclassified")
    }

    @Test func `such as users that are null, empty or numbers is pruned from a dump`() throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":{},"category":"c","users":["b",null,"",42,"a","b","\u0000","\ud800"],"packages":[[]]}"#,
            origin: .dump)
        #expect(message.users == ["a", "b"])
        #expect(message.packages == [])
    }
}
