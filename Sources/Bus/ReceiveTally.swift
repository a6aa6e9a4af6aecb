// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The counts of a subscriber, written by its thread and read by anybody.
final class ReceiveTally: Sendable {
    private struct State {
        var counts = ReceiveCounts()
        var connected: [String] = []
    }

    private let state = Mutex(State())

    /// The counts so far.
    var counts: ReceiveCounts { state.withLock { $0.counts } }
    /// The endpoints connected now, sorted.
    var connected: [String] { state.withLock { $0.connected } }

    /// A batch with so many bytes in its frames goes to the buffer.
    func handedOver(_ batch: ReceivedBatch, bytes: Int) {
        state.withLock { state in
            state.counts.batches += 1
            state.counts.messages += UInt64(batch.count)
            state.counts.undecodable += UInt64(batch.undecodable.count)
            state.counts.bytes += UInt64(bytes)
        }
    }

    /// The buffer is full.
    func paused() {
        state.withLock { $0.counts.pauses += 1 }
    }

    /// Other endpoints are listened to, of which these are connected.
    func listens(connected: [String]) {
        state.withLock { $0.connected = connected }
    }

    /// An endpoint changed, and these are connected now.
    func changed(_ change: EndpointWatch.Change, connected: [String]) {
        state.withLock { state in
            state.connected = connected
            if change == .connected { state.counts.connections += 1 }
            if change == .lost { state.counts.losses += 1 }
        }
    }
}
