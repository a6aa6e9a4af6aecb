// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `What the real fedmsg put on the wire` {
    private let decoder = MessageDecoder.sample
    private static let credentials: Set<String> = ["signature", "certificate"]

    private func checksum(_ body: some Sequence<UInt8>) throws -> String {
        Digest.sha1(try JSONText(validating: Array(body)).canonical(omitting: Self.credentials)).hexadecimal
    }

    @Test func `is all here`() {
        #expect(CapturedFrames.all.count == 154)
        #expect(CapturedFrames.envelopes.count == 134)
        #expect(VectorFile.lines("delivery.jsonl").count == 115)
    }

    @Test(arguments: CapturedFrames.all.filter { $0.frames.count == 2 })
    func `becomes a message exactly where its body is JSON`(captured: CapturedFrames) {
        let refusal = decoder.refusal(captured.frames[1], topic: captured.frames[0])
        let isJSON = (try? JSONText(validating: captured.frames[1])) != nil
        #expect((refusal == nil) == isJSON)
        if let refusal { #expect([.notJSON, .tooDeep].contains(refusal.reason)) }
    }

    @Test(arguments: CapturedFrames.envelopes)
    func `can be said again as it was, from a message and from a dump`(captured: CapturedFrames) throws {
        let said = try #require(captured.envelope)
        let message = try decoder.message(
            topic: captured.frames[0], body: captured.frames[1], receivedAt: MessageDecoder.receipt)
        let again = try JSONText(validating: message.envelope)
        #expect(again.canonical() == said.canonical())
        let dumped = try MessageDecoder.frames(of: Array(message.json.utf8))
        #expect(dumped.topic == Array(message.topic.utf8))
        #expect(try JSONText(validating: dumped.body).canonical() == said.canonical())
        if let sha1 = captured.canonicalSHA1 { #expect(try checksum(dumped.body) == sha1) }
    }

    @Test(arguments: CapturedFrames.all.filter { $0.frames.count == 2 && $0.envelope == nil })
    func `without a topic is kept as the body of its frame, byte for byte`(captured: CapturedFrames) throws {
        guard let said = try? JSONText(validating: captured.frames[1]) else { return }
        let message = try decoder.message(
            topic: captured.frames[0], body: captured.frames[1], receivedAt: MessageDecoder.receipt)
        #expect(message.topic == String(decoding: captured.frames[0], as: UTF8.self))
        #expect(message.msg == said.text)
        let again = try JSONText(validating: message.envelope)
        #expect(again.canonical() == JSONText.object([("msg", said), ("topic", .string(message.topic))]).canonical())
    }

    @Test(arguments: Engine.allCases)
    func `has the same signed bytes when it comes back from a database and a dump`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            for captured in CapturedFrames.envelopes {
                // Many captures are one message told in several ways: each is given an archive for itself.
                let message = try decoder.message(
                    topic: captured.frames[0], body: captured.frames[1], receivedAt: MessageDecoder.receipt)
                #expect(try await archive.append([message]).stored == 1)
                let stored = try #require(try await archive.messages(withIDs: [message.msgID]).first)
                let dumped = try MessageDecoder.frames(of: Array(stored.json.utf8)).body
                #expect(try checksum(stored.envelope.utf8) == checksum(captured.frames[1]))
                #expect(try checksum(dumped) == captured.canonicalSHA1 ?? checksum(captured.frames[1]))
                try await archive.forgetAll()
            }
        }
    }
}
