// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `A message's identity` {
    private let decoder = MessageDecoder.sample

    private func identity(_ members: String, receivedAt: Timestamp = MessageDecoder.receipt) throws -> String {
        let body = Array(#"{"topic":"a.b.c.git","#.utf8) + Array(members.utf8) + Array("}".utf8)
        return try decoder.message(topic: Array("a".utf8), body: body, receivedAt: receivedAt).msgID
    }

    @Test func `is its msg_id, else the message-id of its headers`() throws {
        #expect(try identity(#""msg_id":"2026-a","headers":{"message-id":"m"}"#) == "2026-a")
        #expect(try identity(#""headers":{"message-id":"m"}"#) == "m")
        #expect(try identity(#""msg_id":null,"headers":{"message-id":"m"}"#) == "m")
        #expect(try identity(#""msg_id":"","headers":{"message-id":"m"}"#) == "m")
        #expect(try identity(#""msg_id":7,"headers":{"message-id":"m"}"#) == "m")
    }

    @Test(arguments: [
        #""msg":1"#, #""msg_id":null,"msg":1"#, #""msg_id":"","msg":1"#, #""msg_id":7,"msg":1"#,
        #""headers":{},"msg":1"#, #""headers":{"message-id":""},"msg":1"#, #""headers":{"message-id":7},"msg":1"#,
        #""headers":"message-id","msg":1"#,
    ])
    func `is derived where there is none, or none that is a text`(members: String) throws {
        let derived = try identity(members + #","timestamp":1361166918"#)
        #expect(
            derived.wholeMatch(of: /2013-[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/) != nil)
    }

    @Test func `that is derived never changes from one version of the program to the next`() throws {
        #expect(
            try identity(#""timestamp":1361166918,"msg":{"a":[1,2.50,"é"]}"#)
                == "2013-b0cf0e2b-ac31-56e2-ab46-58836d2a460b")
    }

    @Test func `that is derived is the same in any spelling, white space and order of members`() throws {
        let spellings = [
            #""i":1,"timestamp":1361166918,"msg":{"a":"é🎉/","b":1.50,"c":-0}"#,
            #" "msg" : { "c":0, "b":1.5 , "a":"\u00e9\ud83c\udf89\/" } ,"# + "\n\t"
                + #""timestamp":1361166918, "i" :1 "#,
            #""msg":0,"msg":{"b":15e-1,"a":"\u00E9\uD83C\uDF89/","c":0},"timestamp":1361166918,"i":1,"i":1"#,
            #""\u0069":1,"timestamp":1361166918,"msg":{"\u0061":"é🎉/","b":1.5,"c":0}"#,
        ]
        #expect(try Set(spellings.map { try identity($0) }).count == 1)
    }

    @Test func `that is derived differs when anything that was said differs`() throws {
        let bodies = [
            #""msg":1"#, #""msg":1.0"#, #""msg":"1""#, #""msg":[1]"#, #""msg":1,"i":1"#, #""msg":1,"i":2"#,
            #""msg":null"#,
            #""i":0"#, #""msg":1,"timestamp":1"#, #""msg":1,"timestamp":1.0"#, #""msg":"é""#, #""msg":"e\#u{301}""#,
            #""msg":1,"username":null"#, #""msg":1,"username":"""#, #""msg":1,"msg_id":null"#, #""msg":1,"x":1"#,
        ]
        #expect(try Set(bodies.map { try identity($0) }).count == bodies.count)
    }

    @Test func `that is derived does not depend on the time of receipt, even over the turn of the year`() throws {
        let newYear = Timestamp(year: 2027, month: 1, day: 1)
        for members in [#""msg":1"#, #""msg":1,"timestamp":"junk""#, #""msg":1,"timestamp":1361166918"#] {
            #expect(try identity(members, receivedAt: newYear) == identity(members))
        }
    }

    @Test func `may have 1,024 bytes and no more`() throws {
        let longest = String(repeating: "é", count: 512)
        #expect(try identity(#""msg_id":"\#(longest)""#) == longest)
        for members in [#""msg_id":"\#(longest)x""#, #""headers":{"message-id":"\#(longest)x"}"#] {
            let refusal = decoder.refusal(Array(#"{"topic":"a",\#(members)}"#.utf8))
            #expect(refusal?.reason == .unstorableText)
            #expect(refusal?.detail == "msg_id is longer than 1024 bytes")
        }
    }
}
