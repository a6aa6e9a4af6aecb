// SPDX-License-Identifier: Apache-2.0

import Bus
import Testing

@testable import Daemon

@Suite struct `An answer of a replay endpoint` {
    private func answer(_ frames: String...) -> ReplayAnswer {
        ReplayAnswer(frames.map { Array($0.utf8) }, to: 4...6, of: "p", receivedAt: 9)
    }

    private func envelope(_ topic: String, _ body: String) -> Envelope {
        Envelope(
            topic: Array(topic.utf8), body: Array(body.utf8), receivedAt: 9,
            origin: Origin(publisher: "p", isReplayed: true))
    }

    @Test func `is to a question that names each number`() {
        #expect(String(decoding: ReplayAnswer.question(for: 4...6), as: UTF8.self) == #"{"seq_ids":[4,5,6]}"#)
    }

    @Test func `tells messages in any order, as they are spelled`() {
        let (six, four) = (#"{ "seq_id": 6, "topic": "ž" , "x": 1.0}"#, #"{"topic":"a.b","seq_id":4}"#)
        #expect(answer(six, four) == .messages([6: envelope("ž", six), 4: envelope("a.b", four)]))
    }

    @Test func `is believed only of numbers that were asked for, once each`() {
        let five = #"{"seq_id":5,"topic":"a"}"#
        let others = [
            #"{"seq_id":5,"topic":"b"}"#, #"{"seq_id":7,"topic":"a"}"#, #"{"seq_id":-5,"topic":"a"}"#,
            #"{"seq_id":5.0,"topic":"a"}"#, #"{"seq_id":"5","topic":"a"}"#, #"{"seq_id":5}"#, #"{"topic":"a"}"#, "[]",
            "",
            "\u{0}", #"{"seq_id":99999999999999999999,"topic":"a"}"#,
        ]
        let frames = ([five] + others).map { Array($0.utf8) } + [[0xff]]
        #expect(
            ReplayAnswer(frames, to: 4...6, of: "p", receivedAt: 9) == .messages([5: envelope("a", five)]))
        #expect(answer(#"{"seq_id":7,"topic":"a"}"#) == .messages([:]))
    }

    @Test func `may be that there is nothing, or an error`() {
        #expect(answer("error: 'There was no match for the given query'") == .nothing)
        #expect(
            answer("error: 'Unsupported\nfield: \u{1b}[31m'")
                == .failed("the replay endpoint said: error: 'Unsupported field:  [31m'"))
        #expect(
            answer("error: " + String(repeating: "é", count: 5_000))
                == .failed(
                    "the replay endpoint said: error: " + String(repeating: "é", count: 193)))
    }

    @Test(arguments: [[], [""], ["null"], ["{}", "[]"], ["\u{0}"]])
    func `that holds no message is a failure`(frames: [String]) {
        #expect(
            ReplayAnswer(frames.map { Array($0.utf8) }, to: 4...6, of: "p", receivedAt: 9)
                == .failed("the replay endpoint answered with no message"))
    }
}
