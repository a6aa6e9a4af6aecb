// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// What was missed since the start, and what became of it.
struct GapCounts: Hashable, Sendable {
    /// Gaps that publishers' numbers told.
    var noticed: UInt64 = 0
    /// Messages that replay endpoints gave on being asked.
    var replayed: UInt64 = 0
    /// Questions that a replay endpoint or a backlog did not answer, or not properly.
    var failedQuestions: UInt64 = 0
    /// Gaps of which everything came.
    var filled: UInt64 = 0
    /// Gaps of which something did not come.
    var lost: UInt64 = 0
    /// Messages that a backlog gave; many of them were stored already.
    var backlogged: UInt64 = 0
}

/// The counts, written and read by anybody.
final class GapTally: Sendable {
    private let state = Mutex(GapCounts())

    /// The counts so far.
    var counts: GapCounts { state.withLock { $0 } }

    /// Counts.
    func count(_ change: (inout GapCounts) -> Void) {
        state.withLock { change(&$0) }
    }
}
