// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `A batch` {
    private static let start = ContinuousClock.now

    private static func envelope(_ number: Int64) -> Envelope { Envelope(topic: [], body: [1], receivedAt: number) }

    private static func gathering(limit: Int, bytes: Int = 1000) -> BatchGathering {
        var settings = SubscriberSettings()
        (settings.batchLimit, settings.batchBytes, settings.batchWithin) = (limit, bytes, .milliseconds(50))
        return BatchGathering(settings)
    }

    @Test func `is empty and never due before its first message`() {
        let gathering = Self.gathering(limit: 1)
        #expect(gathering.isEmpty && !gathering.isFull && gathering.due == nil)
    }

    @Test func `is due so long after its first message, whatever comes later`() {
        var gathering = Self.gathering(limit: 3)
        gathering.add(.success(Self.envelope(1)), size: 1) { Self.start }
        gathering.add(.success(Self.envelope(2)), size: 1) { Self.start.advanced(by: .seconds(9)) }
        #expect(gathering.due == Self.start.advanced(by: .milliseconds(50)))
        #expect(!gathering.isFull)
    }

    @Test func `is full with so many messages, set-aside ones included`() {
        var gathering = Self.gathering(limit: 2)
        let undecodable = UndecodableFrames(reason: .framing, frames: [], frameCount: 0, byteCount: 0, receivedAt: 1)
        gathering.add(.failure(undecodable), size: 10) { Self.start }
        #expect(!gathering.isFull)
        gathering.add(.success(Self.envelope(2)), size: 20) { Self.start }
        #expect(gathering.isFull)
        let (batch, bytes) = gathering.take()
        #expect(batch == ReceivedBatch(envelopes: [Self.envelope(2)], undecodable: [undecodable]))
        #expect(bytes == 30)
    }

    @Test func `is full with so many bytes`() {
        var gathering = Self.gathering(limit: 100, bytes: 1000)
        gathering.add(.success(Self.envelope(1)), size: 999) { Self.start }
        #expect(!gathering.isFull)
        gathering.add(.success(Self.envelope(2)), size: 1) { Self.start }
        #expect(gathering.isFull)
    }

    @Test func `leaves nothing behind for the next one`() {
        var gathering = Self.gathering(limit: 1)
        gathering.add(.success(Self.envelope(1)), size: 1) { Self.start }
        _ = gathering.take()
        #expect(gathering.isEmpty && !gathering.isFull && gathering.due == nil)
        #expect(gathering.take().batch == ReceivedBatch())
    }
}
