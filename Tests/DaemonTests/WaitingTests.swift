// SPDX-License-Identifier: Apache-2.0

import Bus
import Testing

@testable import Daemon

@Suite struct `The message that waits longest` {
    private func batch(_ times: ClosedRange<Int64>) -> ReceivedBatch {
        ReceivedBatch(
            envelopes: times.map { Envelope(topic: [], body: [], receivedAt: $0) },
            undecodable: [
                UndecodableFrames(
                    reason: .framing, frames: [], frameCount: 1, byteCount: 0, receivedAt: times.upperBound)
            ])
    }

    @Test func `is in hand, or behind, or there is none`() {
        var waiting = Waiting()
        #expect(waiting.since == nil)
        waiting.spooled(batch(10...20))
        waiting.spooled(batch(30...40))
        #expect(waiting.since == 10)
        // The database takes them in parts of its own.
        waiting.took(batch(10...15))
        #expect(waiting.since == 10)
        waiting.stored(isEmpty: false)
        #expect(waiting.since == 15)
        waiting.took(batch(16...40))
        waiting.spooled(batch(50...50))
        waiting.stored(isEmpty: false)
        #expect(waiting.since == 50)
        waiting.took(batch(50...50))
        waiting.stored(isEmpty: true)
        #expect(waiting.since == nil)
    }

    @Test func `may be one of an earlier run`() {
        var waiting = Waiting()
        waiting.left(since: 5)
        #expect(waiting.since == 5)
        waiting.took(batch(5...6))
        waiting.stored(isEmpty: false)
        #expect(waiting.since == 6)
        waiting.took(batch(7...9))
        waiting.stored(isEmpty: true)
        #expect(waiting.since == nil)
    }

    @Test func `is forgotten when the spool is empty, also after the clock went back`() {
        var waiting = Waiting()
        waiting.spooled(batch(100...200))
        waiting.spooled(batch(50...60))
        waiting.took(batch(50...200))
        waiting.stored(isEmpty: true)
        #expect(waiting.since == nil)
    }
}
