// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import Signatures

extension Surface {
    /// A topic frame: framing, category, rules, policy.
    static func topic(_ checker: SignatureChecker) throws -> Surface {
        let frames = try Seeds.frames()
        let marks =
            texts(".", "..", "VirtualTopic", "*", "org.fedoraproject.prod.", "\u{e9}", "e\u{301}") + [[0], [0xFF]]
        let decoder = MessageDecoder { _, _ in MessageNames() }
        return Surface(name: "topic", share: 100, seeds: frames.map(\.topic), marks: marks) { input, random in
            let body = frames[Int.random(in: 0..<frames.count, using: &random)].body
            // In the old framing a NUL ends the topic.
            let framed = try? Framing.envelope(of: [input + [0] + body], receivedAt: 0)
            try must(framed.map { $0.topic + [0] + $0.body } == input + [0] + body, "frames that are not what came")
            let verdict = checker.verdict(body: body, topic: input)
            if verdict.isValid { try must(frames.contains { $0.topic == input }, "a topic that nobody signed") }
            let plain = try? decoder.message(topic: input, body: Array("{}".utf8), receivedAt: .now)
            try must(plain.map { Array($0.topic.utf8) == input } ?? true, "a topic that is not what came")
            return plain != nil
        }
    }
}
