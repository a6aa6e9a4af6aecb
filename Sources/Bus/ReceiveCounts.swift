// SPDX-License-Identifier: Apache-2.0

/// What a subscriber has done since it was made. Counted when a batch is handed over, so up to one batch behind.
package struct ReceiveCounts: Hashable, Sendable {
    /// Messages received, undecodable ones included.
    package var messages: UInt64 = 0
    /// The bytes of all their frames.
    package var bytes: UInt64 = 0
    /// Messages that were no envelopes.
    package var undecodable: UInt64 = 0
    /// Batches handed over.
    package var batches: UInt64 = 0
    /// How often reading paused because the buffer of batches was full.
    package var pauses: UInt64 = 0
    /// How often an endpoint was connected, counting again after each loss.
    package var connections: UInt64 = 0
    /// How often a connected endpoint was lost.
    package var losses: UInt64 = 0

    /// Nothing yet.
    package init() {}

    /// The counts of two subscribers together.
    package static func + (left: ReceiveCounts, right: ReceiveCounts) -> ReceiveCounts {
        var sum = left
        sum.messages += right.messages
        sum.bytes += right.bytes
        sum.undecodable += right.undecodable
        sum.batches += right.batches
        sum.pauses += right.pauses
        sum.connections += right.connections
        sum.losses += right.losses
        return sum
    }
}
