// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Extraction

@Suite struct `A topic pattern` {
    private func matches(_ pattern: String, _ topic: String) -> Bool {
        TopicPattern(pattern).matches(topic.split(separator: ".", omittingEmptySubsequences: false))
    }

    @Test(arguments: [
        ("#", ""), ("#", "a"), ("#", "a.b.c"), ("a.#", "a"), ("a.#", "a.b.c"), ("#.c", "c"), ("#.c", "a.b.c"),
        ("a.#.c", "a.c"), ("a.#.c", "a.c.b.c"), ("*", "a"), ("*", ""), ("*.b.*", "a.b.c"), ("a.b", "a.b"),
        ("a..b", "a..b"),
        ("#.*", "a"), ("#.b.#.b.#", "b.b"), ("*.*.*.git.#", "org.fedoraproject.prod.git.receive"), ("", ""),
    ])
    func `fits`(_ pattern: String, _ topic: String) {
        #expect(matches(pattern, topic))
    }

    @Test(arguments: [
        ("a", "b"), ("a", "a.b"), ("a.b", "a"), ("a.#", "b.a"), ("#.c", "c.d"), ("*", "a.b"), ("*.*", "a"),
        ("a*", "ab"),
        ("a.#.c", "a.b"), ("*.*.*.git.#", "org.fedoraproject.prod.trac.git.receive"), ("A", "a"), ("a", "a."),
    ])
    func `does not fit`(_ pattern: String, _ topic: String) {
        #expect(!matches(pattern, topic))
    }

    @Test(.timeLimit(.minutes(1))) func `with many wild words fits or not a long topic soon`() {
        let topic = String(repeating: "a.", count: 3_000) + "b"
        #expect(!matches(String(repeating: "#.a.", count: 20) + "c", topic))
        #expect(!matches(String(repeating: "a.#.b.", count: 20) + "#", topic))
        #expect(matches(String(repeating: "#.a.", count: 20) + "#.b", topic))
    }
}
