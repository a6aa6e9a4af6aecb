// SPDX-License-Identifier: Apache-2.0

import Bus
import JSONText
import Testing

@testable import Daemon

@Suite struct `A page of a backlog` {
    private func asSaid(_ message: String) throws -> String {
        String(decoding: BacklogPage.asSaid(try JSONText(validating: message)), as: UTF8.self)
    }

    @Test func `gives messages as their publishers said them, every spelling kept`() throws {
        let stored = #"""
            {"source_name": "datanommer", "topic": "a\u002eb", "headers": {}, "msg": {"n": 1.0, "b": 10000000000000000000000000},
             "timestamp": 1361166918.0, "source_version": "0.6", "i": 1 }
            """#
        #expect(
            try asSaid(stored)
                == #"{"topic":"a\u002eb","msg":{"n": 1.0, "b": 10000000000000000000000000},"timestamp":1361166918,"i":1}"#
        )
    }

    @Test(arguments: [
        #"{"topic":"a", "headers":{}, "timestamp":1.5}"#, #"{"source_name":"x", "headers":null, "timestamp":1.5}"#,
        #"{"source_version":"x", "timestamp":1e3}"#,
    ])
    func `leaves a message alone that names no program`(message: String) throws {
        #expect(try asSaid(message) == message)
    }

    @Test(arguments: [
        (#""headers":{"a":1},"timestamp":-1.9"#, #"{"headers":{"a":1},"timestamp":-1}"#),
        (#""headers":"","timestamp":12345678901.7"#, #"{"timestamp":12345678901}"#),
        (#""headers":false,"timestamp":NaN"#, #"{"timestamp":NaN}"#),
        (#""headers":0.0,"timestamp":1e400"#, #"{"timestamp":1e400}"#),
        (#""headers":[[]],"timestamp":"7""#, #"{"headers":[[]],"timestamp":"7"}"#),
        (#""headers":[],"timestamp":null"#, #"{"timestamp":null}"#),
    ])
    func `drops headers that say nothing, and the fraction of a time`(members: String, said: String) throws {
        #expect(try asSaid(#"{"source_name":"d","source_version":"1","# + members + "}") == said)
    }

    @Test func `gives the messages that are wanted`() throws {
        let body = #"""
            {"pages": 3, "raw_messages": [{"topic": "a.b", "n": 1}, {"topic": "a"}, {"topic": "ab"}, {"topic": 7}, 5, null,
             {"n": 2}, {"topic": "\ud800"}]}
            """#
        let page = try #require(BacklogPage(Array(body.utf8)))
        #expect(page.pages == 3 && page.count == 8)
        let topics = { (prefixes: [String]) in
            page.envelopes(TopicPrefixes(prefixes), receivedAt: 1).map { String(decoding: $0.topic, as: UTF8.self) }
        }
        #expect(topics([]) == ["a.b", "a", "ab"])
        #expect(topics(["a.", "ab"]) == ["a.b", "ab"])
    }

    @Test(arguments: [
        "", "[]", "{}", #"{"pages":1}"#, #"{"pages":1.0,"raw_messages":[]}"#, #"{"pages":-1,"raw_messages":[]}"#,
        #"{"pages":"1","raw_messages":[]}"#, #"{"pages":1,"raw_messages":{}}"#, #"{"pages":1,"raw_messages":[}"#,
        #"{"pages":99999999999999999999,"raw_messages":[]}"#,
    ])
    func `is none of other bytes`(body: String) {
        #expect(BacklogPage(Array(body.utf8)) == nil)
    }
}
