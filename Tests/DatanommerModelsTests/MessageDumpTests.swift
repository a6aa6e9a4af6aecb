// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

@testable import DatanommerModels

@Suite struct `A dumped message` {
    private let decoder = MessageDecoder.sample

    /// The line that what was said is dumped as.
    private func line(_ body: String) throws -> String { try decoder.decode(body).json }

    /// The line that a line is dumped as once it was read.
    private func reread(_ line: String) throws -> String {
        try decoder.message(file: Array(line.utf8)).json
    }

    @Test func `has its members in the order of the format, and then what else was said`() throws {
        let line = try line(
            """
            {"seq_id": 5, "topic": "a.b.c.git.push", "msg_id": "2026-a", "timestamp": 1361166918.0, "i": 2,
             "username": "é", "crypto": "x509", "certificate": "Q\\n", "signature": "U\\n", "headers": {"a" : 1},
             "msg": {"who": ["kevin", "bob"], "n": [1.0, 1e5, 1180591620717411303424], "what": []},
             "source_name": "x", "source_version": "1", "z": "\\u00e9"}
            """)
        #expect(
            line == #"{"i": 2, "msg_id": "2026-a", "topic": "a.b.c.git.push", "category": "git", "#
                + #""timestamp": 1361166918.0, "username": "é", "crypto": "x509", "certificate": "Q\n", "#
                + #""signature": "U\n", "msg": {"who": ["kevin", "bob"], "n": [1.0, 1e5, 1180591620717411303424], "#
                + #""what": []}, "headers": {"a" : 1}, "users": ["kevin","bob"], "packages": [], "source_name": "x", "#
                + #""source_version": "1", "seq_id": 5, "z": "\u00e9"}"#)
        #expect(try reread(line) == line.replacing(#"["kevin","bob"]"#, with: #"["bob","kevin"]"#))
    }

    @Test func `of next to nothing has all members, and tells what was not said`() throws {
        var message = try decoder.decode(#"{"topic":"a"}"#)
        message.msgID = "2026-x"
        #expect(
            message.json == #"{"i": 0, "msg_id": "2026-x", "topic": "a", "category": "Unclassified", "#
                + #""timestamp": 1795230720.5, "username": null, "crypto": null, "certificate": null, "#
                + #""signature": null, "msg": null, "headers": null, "users": [], "packages": [], "#
                + #""source_name": "datanommer", "source_version": "\#(Version.current)", "#
                + #""not_said": ["i","msg","msg_id","timestamp"]}"#)
    }

    @Test func `tells apart what was said as null, as the archive tells it, and not at all`() throws {
        let line = try line(#"{"topic":"a","msg":null,"msg_id":"x","timestamp":null,"i":null,"crypto":null}"#)
        #expect(line.hasSuffix(#""as_said": {"timestamp":null,"i":null,"crypto":null}}"#))
        #expect(line.contains(#""i": 0, "#))
        #expect(try reread(line) == line)
    }

    @Test(arguments: [
        #"{"topic":"a"}"#, #"{"topic":"a","msg":{}}"#, #"{"topic":"a","msg":null,"i":null,"msg_id":null}"#,
        #"{"topic":"a","msg":1,"msg_id":"","headers":{"message-id":"m"}}"#, #"{"topic":"a","i":2.0,"msg":"x"}"#,
        #"{"topic":"a","msg":1,"msg_id":7,"username":[],"crypto":{},"certificate":1,"signature":false,"i":"1"}"#,
        #"{"topic":"a","msg":1,"headers":null,"username":null,"crypto":null,"certificate":null,"signature":null}"#,
        #"{"topic":"a","msg":1,"headers":7}"#, #"{"topic":"a","msg":1,"timestamp":"junk"}"#,
        #"{"topic":"a","msg":1,"timestamp":"2013-02-18T05:55:18+01:00"}"#, #"{"topic":"a","msg":1,"timestamp":1e9}"#,
        #"{"topic":"a","msg":1,"category":"c","users":["x"],"packages":7,"as_said":1,"not_said":["i"]}"#,
        #"{"topic":"a","msg":1,"as_said":{"as_said":{"i":1}},"not_said":{}}"#,
        #"{"topic":"a","msg":1,"source_name":"datanommer","source_version":"0.6.5"}"#,
        #"{"topic":"a","msg":1,"source_name":"other"}"#, #"{"topic":"a","msg":1,"source_version":"2"}"#,
        #"{"topic":"a","msg":1,"source_name":null,"source_version":null}"#,
        #"{"topic":"a","msg":1,"source_name":"","source_version":7}"#,
        #"{"topic":"a","msg":1,"x":1,"x":2,"\u0078":3}"#, #"{"topic":"a","msg":1,"\ud800":1,"\ud801":"\udfff"}"#,
        #"{"topic":"é","msg":"e\#u{301}\u0000\ud800","é":1,"e\#u{301}":2,"":3}"#,
        "{\"topic\":\"a\",\"msg\":{\r\n\t\"a\":[\n1 ,2\n]\n},\"headers\":{ }\n}",
        #"[1,2]"#, #""text""#, "NaN", "null", #"{"i":1,"msg":2}"#,
    ])
    func `read again is the same line, and says again what was said`(body: String) throws {
        let message = try decoder.decode(body)
        let line = message.json
        #expect(!line.contains("\n") && !line.contains("\r"))
        #expect(Array(try reread(line).utf8) == Array(line.utf8))
        let said = try JSONText(validating: body)
        let expected =
            said["topic"] == nil ? JSONText.object([("msg", said), ("topic", .string(message.topic))]) : said
        let again = try MessageDecoder.frames(of: Array(line.utf8)).body
        #expect(
            String(decoding: try JSONText(validating: again).canonical(), as: UTF8.self)
                == String(decoding: expected.canonical(), as: UTF8.self))
        let rereadMessage = try decoder.message(file: Array(line.utf8))
        #expect(rereadMessage.notSaid == message.notSaid)
        #expect(rereadMessage.timestampWasSaid == message.timestampWasSaid)
    }

    @Test func `believes what it says of category, users and packages, whatever the rules would find`() throws {
        let message = try decoder.message(
            file: Array(
                #"{"topic":"a.b.c.d","category":"other","users":["u"],"packages":["p"],"msg":{"who":["x"]},"i":1}"#.utf8
            ))
        #expect(message.category == "other")
        #expect(message.users == ["u"])
        #expect(message.packages == ["p"])
        #expect(message.rest == nil)
    }

    @Test func `of another program, an envelope without names, gets them by the rules`() throws {
        let body = #"{"topic":"a.b.c.d","msg":{"who":["x"]},"i":1,"msg_id":"m","timestamp":1,"crypto":null}"#
        let message = try decoder.message(file: Array(body.utf8))
        #expect(message.users == ["x"])
        #expect(message.category == "d")
        #expect(message.rest == #"{"crypto":null}"#)
    }

    @Test(arguments: ["", "x", "[]", "1", #"{"msg":1}"#, #"{"topic":7}"#, #"{"topic":"\ud800"}"#])
    func `is neither this nor an envelope when it has no topic`(value: String) {
        #expect(throws: SetAside.self) { try decoder.message(file: Array(value.utf8)) }
        #expect(throws: SetAside.self) { try MessageDecoder.frames(of: Array(value.utf8)) }
    }

    @Test func `that is an envelope is said again byte for byte`() throws {
        let value = Array(#" {"topic" : "é", "msg": 1.0} "#.utf8)
        let frames = try MessageDecoder.frames(of: value)
        #expect(frames.topic == Array("é".utf8))
        #expect(frames.body == value)
    }
}
