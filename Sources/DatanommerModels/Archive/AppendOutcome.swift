// SPDX-License-Identifier: Apache-2.0

/// What became of the messages that were handed to the archive.
public struct AppendOutcome: Hashable, Sendable {
    /// How many are in the archive now that were not before.
    public var stored = 0
    /// How many were there already.
    public var duplicates = 0
    /// Those that could not be stored, with the reason.
    public var setAside: [SetAside] = []
    /// How many of those are not kept, because the quarantine is full.
    public var notKept = 0
    /// What publishers' numbers tell to be missing.
    public var missed: [MissedNumbers] = []
    /// The publishers whose numbers began again.
    public var begunAnew: [String] = []

    /// Nothing done yet.
    public init() {}

    static func + (left: AppendOutcome, right: AppendOutcome) -> AppendOutcome {
        var sum = left
        sum.stored += right.stored
        sum.duplicates += right.duplicates
        sum.setAside += right.setAside
        sum.notKept += right.notKept
        sum.missed += right.missed
        sum.begunAnew += right.begunAnew
        return sum
    }

    mutating func note(_ changes: SequenceChanges) {
        missed = changes.gaps.compactMap { gap in
            gap.numbers.map { MissedNumbers(publisher: gap.source, numbers: $0) }
        }
        begunAnew = changes.begunAnew
    }
}
