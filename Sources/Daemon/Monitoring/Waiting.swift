// SPDX-License-Identifier: Apache-2.0

internal import Bus

/// Since when the oldest message that is not stored has waited; pure.
///
/// Times are microseconds since 1970. Messages are read from the spool in the order in which they were received.
struct Waiting: Hashable, Sendable {
    /// When the oldest message of the batch that is being stored was received.
    private var inHand: Int64?
    /// When the oldest message behind it was received, or a little earlier.
    private var behind: Int64?
    /// When the message was received that came into the spool last.
    private var newest: Int64 = 0

    /// A spool that holds messages from an earlier run.
    mutating func left(since oldest: Int64) { (behind, newest) = (oldest, .max) }

    /// A batch is in the spool.
    mutating func spooled(_ batch: ReceivedBatch) {
        guard let times = batch.times else { return }
        if behind == nil { behind = times.first }
        newest = times.last
    }

    /// A batch was read from the spool.
    mutating func took(_ batch: ReceivedBatch) {
        guard let times = batch.times else { return }
        inHand = times.first
        // What comes next was not received before what came last.
        behind = times.last == newest ? nil : times.last
    }

    /// The batch in hand is stored.
    ///
    /// - Parameter isEmpty: whether the spool holds nothing else.
    mutating func stored(isEmpty: Bool) {
        inHand = nil
        if isEmpty { behind = nil }
    }

    /// Since when it waits; nil when nothing does.
    var since: Int64? { inHand ?? behind }
}

extension ReceivedBatch {
    /// When its first and its last message were received.
    fileprivate var times: (first: Int64, last: Int64)? {
        let times = envelopes.map(\.receivedAt) + undecodable.map(\.receivedAt)
        return times.min().flatMap { first in times.max().map { (first, $0) } }
    }
}
