// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `A category` {
    @Test(arguments: [
        ("org.fedoraproject.prod.bodhi.update.comment", "bodhi"), ("org.fedoraproject.prod.bodhi", "bodhi"),
        ("VirtualTopic.eng.brew.build.complete", "brew"), ("/topic/VirtualTopic.eng.brew", "brew"),
        ("a.b.c.d", "d"), ("a.b.c.日本語.e", "日本語"), ("....x", "Unclassified"), ("a..b.c", "c"),
    ])
    func `is the fourth word, or the third of a virtual topic`(topic: String, category: String) {
        #expect(Category.name(ofTopic: topic) == category)
    }

    @Test(arguments: [
        "", ".", "...", "a", "a.b", "a.b.c", "a.b.c.", "VirtualTopic", "VirtualTopic.a", "VirtualTopic.a.",
    ])
    func `is Unclassified where the topic is empty, too short or ends too early`(topic: String) {
        #expect(Category.name(ofTopic: topic) == "Unclassified")
    }

    @Test func `is cut at dots alone, whatever combining mark follows one`() {
        #expect(Array(Category.name(ofTopic: "a.b.c.\u{301}d.e").utf8) == Array("\u{301}d".utf8))
    }
}
