// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `Frames` {
    @Test func `that are two are topic and body`() throws {
        let envelope = try Framing.envelope(of: [Array("a.b".utf8), Array("{}".utf8)], receivedAt: 7)
        #expect(envelope == Envelope(topic: Array("a.b".utf8), body: Array("{}".utf8), receivedAt: 7))
    }

    @Test(
        arguments: [
            [[], []], [[0], [0]], [[0xff, 0xfe], [0xc3, 0x28]], [Array("täg.日本.🚀".utf8), Array("\u{0}{}\n".utf8)],
        ] as [[[UInt8]]])
    func `that are two keep empty, NUL, non-UTF-8 and unicode bytes`(frames: [[UInt8]]) throws {
        let envelope = try Framing.envelope(of: frames, receivedAt: 0)
        #expect([envelope.topic, envelope.body] == frames)
    }

    @Test(arguments: [
        ("a.b\u{0}{}", "a.b", "{}"), ("a.b\u{0}", "a.b", ""), ("\u{0}{}", "", "{}"), ("\u{0}", "", ""),
        ("a\u{0}b\u{0}c", "a", "b\u{0}c"),
    ])
    func `that are one split at the first NUL`(frame: String, topic: String, body: String) throws {
        let envelope = try Framing.envelope(of: [Array(frame.utf8)], receivedAt: 1)
        #expect(envelope == Envelope(topic: Array(topic.utf8), body: Array(body.utf8), receivedAt: 1))
    }

    @Test(arguments: [[], [[]], [Array("{}".utf8)], [[1], [2], [3]], [[0], [0], [0]], [[], [], []]] as [[[UInt8]]])
    func `of none, one without NUL, or three are set aside whole`(frames: [[UInt8]]) {
        #expect(
            throws: UndecodableFrames(
                reason: .framing, frames: frames, frameCount: frames.count, byteCount: frames.joined().count,
                receivedAt: 5)
        ) { try Framing.envelope(of: frames, receivedAt: 5) }
    }

    @Test func `that are a thousand are counted, and the first 64 kept`() {
        let frames = (0..<1000).map { [UInt8($0 % 256)] }
        #expect(
            throws: UndecodableFrames(
                reason: .framing, frames: Array(frames[..<64]), frameCount: 1000, byteCount: 1000, receivedAt: 0)
        ) { try Framing.envelope(of: frames, receivedAt: 0) }
    }

    @Test func `up to the largest size together are an envelope`() throws {
        let frames = [[UInt8](repeating: 1, count: 400), [UInt8](repeating: 2, count: 600)]
        let envelope = try Framing.envelope(of: frames, receivedAt: 0, maximumMessageBytes: 1000)
        #expect([envelope.topic, envelope.body] == frames)
    }

    @Test func `one byte larger are set aside with 256 bytes of each`() {
        let frames = [[UInt8](repeating: 1, count: 400), [UInt8](repeating: 2, count: 601), [3]]
        let kept = [[UInt8](repeating: 1, count: 256), [UInt8](repeating: 2, count: 256), [3]]
        #expect(
            throws: UndecodableFrames(
                reason: .tooLarge, frames: kept, frameCount: 3, byteCount: 1002, receivedAt: 0)
        ) { try Framing.envelope(of: frames, receivedAt: 0, maximumMessageBytes: 1000) }
    }

    @Test func `after a message set aside begin anew`() {
        var framing = Framing(maximumMessageBytes: 4)
        let add = { (frame: [UInt8]) in frame.withUnsafeBytes { framing.append($0) } }
        for frame in [[1, 2, 3], [4, 5]] as [[UInt8]] { add(frame) }
        let first = framing.finish(receivedAt: 1)
        for frame in [[1, 2], [3, 4]] as [[UInt8]] { add(frame) }
        let second = framing.finish(receivedAt: 2)
        #expect(
            [first, second] == [
                .failure(
                    UndecodableFrames(
                        reason: .tooLarge, frames: [[1, 2, 3], [4, 5]], frameCount: 2, byteCount: 5, receivedAt: 1)),
                .success(Envelope(topic: [1, 2], body: [3, 4], receivedAt: 2)),
            ])
    }

    @Test func `set aside are described by sizes, never by content`() {
        var undecodable = UndecodableFrames(
            reason: .framing, frames: [Array("secret".utf8)], frameCount: 1, byteCount: 6, receivedAt: 0)
        #expect("\(undecodable)" == "1 frame(s) instead of topic and body, 6 bytes")
        undecodable.reason = .tooLarge
        #expect("\(undecodable)" == "too large, 6 bytes in 1 frame(s)")
    }
}
