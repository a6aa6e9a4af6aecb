// SPDX-License-Identifier: Apache-2.0

import JSONText
import Testing

@testable import DatanommerModels

@Suite struct `A decoded message` {
    private let decoder = MessageDecoder.sample

    @Test func `has each member of a whole envelope in its column, and no rest`() throws {
        let message = try decoder.decode(
            """
            {"i": 3, "msg_id": "2026-a", "topic": "org.example.prod.bodhi.update.comment", "timestamp": 1361166918.25,
             "username": "apache", "crypto": "x509", "certificate": "Q0VSVA==\\n", "signature": "U0lH\\n",
             "headers": {"x": 1.0}, "source_name": "datagrepper", "source_version": "1.2",
             "msg": {"who": ["kevin"], "what": ["kernel"], "n": 1.0}}
            """)
        var expected = Message(
            msgID: "2026-a", timestamp: Timestamp(microseconds: 1_361_166_918_250_000),
            topic: "org.example.prod.bodhi.update.comment",
            msg: #"{"who": ["kevin"], "what": ["kernel"], "n": 1.0}"#)
        expected.i = 3
        expected.category = "bodhi"
        expected.username = "apache"
        expected.crypto = "x509"
        expected.certificate = "Q0VSVA==\n"
        expected.signature = "U0lH\n"
        expected.headers = #"{"x": 1.0}"#
        expected.source = Source(name: "datagrepper", version: "1.2")
        expected.users = ["kevin"]
        expected.packages = ["kernel"]
        #expect(message == expected)
    }

    @Test func `has defaults where nothing was said, and tells what was not said`() throws {
        var expected = Message(
            msgID: "", timestamp: MessageDecoder.receipt, topic: "a.b.c.git.push", msg: "null")
        let message = try decoder.decode(#"{"topic":"a.b.c.git.push"}"#)
        expected.msgID = message.msgID
        expected.timestampWasSaid = false
        expected.notSaid = ["i", "msg", "msg_id", "timestamp"]
        #expect(message == expected)
        #expect(message.source == Source(name: "datanommer", version: Version.current))
    }

    @Test(arguments: [
        (#""i":1.0"#, 0), (#""i":"7""#, 0), (#""i":1180591620717411303424"#, 0), (#""i":-0"#, 0), (#""i":null"#, 0),
        (#""i":true"#, 0), (#""i":1e2"#, 0), (#""i":[1]"#, 0),
    ])
    func `keeps an odd spelling of its count in the rest`(member: String, i: Int64) throws {
        let message = try decoder.decode(#"{"topic":"a","msg":{},"msg_id":"x","timestamp":1,"# + member + "}")
        #expect(message.i == i)
        #expect(message.rest == "{\(member)}")
        #expect(message.notSaid == [])
    }

    @Test(arguments: [("7", 7), ("-3", -3), ("9223372036854775807", Int64.max), ("0", 0)])
    func `has a whole count in its column`(spelling: String, i: Int64) throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":{},"msg_id":"x","timestamp":1,"i":"# + spelling + "}")
        #expect(message.i == i)
        #expect(message.rest == nil)
    }

    @Test(arguments: [
        ("1361166918.0", 1_361_166_918_000_000), ("1.361166918e9", 1_361_166_918_000_000),
        (#""2013-02-18T06:55:18+01:00""#, 1_361_166_918_000_000), (#""2013-02-18""#, 1_361_145_600_000_000),
        ("1361166918.2500000", 1_361_166_918_250_000), ("1361166918.1234567", 1_361_166_918_123_457),
    ])
    func `keeps another spelling of its time in the rest, and has the time in its column`(
        spelling: String, microseconds: Int64
    ) throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":{},"msg_id":"x","i":1,"timestamp":"# + spelling + "}")
        #expect(message.timestamp == Timestamp(microseconds: microseconds))
        #expect(message.timestampWasSaid)
        #expect(message.rest == #"{"timestamp":"# + spelling + "}")
    }

    @Test(arguments: [
        #""junk""#, #""""#, #""1361166918""#, "1e300", "-1", "1e400", "NaN", "Infinity", "-Infinity", "null", "true",
        "[]", "{}", "253402300800", #""2013-02-30""#, #""\ud800""#, #""\u0000""#,
    ])
    func `has the time of receipt where its own is null, unparsable or absurd, and keeps what was said`(
        spelling: String
    ) throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":{},"msg_id":"x","i":1,"timestamp":"# + spelling + "}")
        #expect(message.timestamp == MessageDecoder.receipt)
        #expect(!message.timestampWasSaid)
        #expect(message.rest == #"{"timestamp":"# + spelling + "}")
    }

    @Test(arguments: ["username", "crypto", "certificate", "signature"], ["null", "42", "true", #"["a"]"#, "{}"])
    func `keeps what is no text in the rest, and its column empty`(member: String, value: String) throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":{},"msg_id":"x","i":1,"timestamp":1,"\#(member)":\#(value)}"#)
        #expect([message.username, message.crypto, message.certificate, message.signature] == [nil, nil, nil, nil])
        #expect(message.rest == #"{"\#(member)":\#(value)}"#)
    }

    @Test func `keeps members of no column in their order and spelling, the last of each name, whatever it is`() throws
    {
        let message = try decoder.decode(
            #"{"seq_id":1,"topic":"a","Topic":"b","msg":{},"msg_id":"x","i":1,"timestamp":1,"z":1.50,"é":[1 , 2],"#
                + #""":null,"z":-0,"\u0061":1,"users":["u"],"category":7,"as_said":{},"not_said":[]}"#)
        #expect(
            message.rest
                == #"{"seq_id":1,"Topic":"b","é":[1 , 2],"":null,"z":-0,"\u0061":1,"users":["u"],"category":7,"#
                + #""as_said":{},"not_said":[]}"#)
        #expect(message.users == [])
        #expect(message.category == "Unclassified")
    }

    @Test func `keeps names that look alike but are not the same, or hold half a surrogate pair, apart`() throws {
        let message = try decoder.decode(
            #"{"topic":"a","msg":1,"msg_id":"x","i":1,"timestamp":1,"é":1,"e\#u{301}":2,"\ud800":3,"\ud801":4,"\ufffd":5}"#
        )
        let expected = #"{"é":1,"e\#u{301}":2,"\ud800":3,"\ud801":4,"\ufffd":5}"#
        #expect(Array((message.rest ?? "").utf8) == Array(expected.utf8))
    }

    @Test(arguments: ["[]", #""text""#, "null", "42", "NaN", #"{"a":1}"#, "[{}]", "-0"])
    func `is the body of its frame's topic when it is JSON without a topic`(body: String) throws {
        let message = try decoder.decode(" \(body)\n", topic: "org.example.prod.git.receive")
        #expect(message.topic == "org.example.prod.git.receive")
        #expect(message.category == "git")
        #expect(message.msg == body)
        #expect(message.rest == nil)
        #expect(message.notSaid == ["i", "msg_id", "timestamp"])
    }

    @Test func `has the topic of its body, where the frame tells another`() throws {
        let message = try decoder.decode(#"{"topic":"a.b.c.bodhi.x","msg":{}}"#, topic: "org.example.prod.git")
        #expect(message.topic == "a.b.c.bodhi.x")
        #expect(message.category == "bodhi")
    }

    @Test func `keeps the source it brings, the program's own name too, and is ours where it brings none`() throws {
        let source = { (members: String) in
            try decoder.decode(#"{"topic":"a","msg":1,"msg_id":"x","i":1,"timestamp":1\#(members)}"#)
        }
        let ours = Source(name: "datanommer", version: Version.current)
        let other = try source(#","source_name":"other""#)
        #expect(other.source == Source(name: "other", version: ""))
        #expect(other.notSaid == ["source_version"])
        let old = try source(#","source_name":"datanommer","source_version":"0.6.5""#)
        #expect(old.source == Source(name: "datanommer", version: "0.6.5"))
        #expect(old.rest == #"{"source_name":"datanommer","source_version":"0.6.5"}"#)
        let odd = try source(#","source_name":42,"source_version":"1""#)
        #expect(odd.source == ours)
        #expect(odd.rest == #"{"source_name":42,"source_version":"1"}"#)
        #expect(try source(#","source_version":"1""#).rest == #"{"source_version":"1"}"#)
    }
}
