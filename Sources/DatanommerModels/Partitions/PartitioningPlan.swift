// SPDX-License-Identifier: Apache-2.0

/// What `datanommer-migrate partition` has to do, and what that costs.
package struct PartitioningPlan: Hashable, Sendable {
    /// Which kind of work it is.
    package enum Work: Hashable, Sendable {
        /// All messages are written anew into partitions.
        case conversion
        /// A conversion was broken off, and goes on behind a position.
        case resumption(after: Int64)
        /// What lies before, after and between the partitions is taken out into more of them.
        case spreading
    }

    /// Which kind of work it is.
    package let work: Work
    /// The partitions that are made, in the order in which they are.
    package let partitions: [Partition]
    /// How many messages there are.
    package let messages: Int
    /// How many bytes of disk the work takes, beside what there is, until it ends.
    package let bytes: Int64

    /// Whether there is nothing to do.
    package var isEmpty: Bool { work == .spreading && partitions.isEmpty }

    /// An interval has a partition of its own if it holds at least one of so many messages; a few strays share one.
    static let share = 1_000
    /// So many intervals at the most, the newest: a lock is kept for each partition, its indexes and its ways.
    static let mostIntervals = 250

    /// The partitions of a table that had none: these intervals, and what lies around and between them.
    static func partitions(for ranges: [Range<Timestamp>]) -> [Partition] {
        let sorted = Set(ranges).sorted { $0.lowerBound < $1.lowerBound }
        guard let first = sorted.first else { return [] }
        let whole = [Partition(from: nil, to: first.lowerBound), Partition(from: first.lowerBound, to: nil)]
        return [whole[0]] + PartitionSplit.splits(of: whole, for: sorted).flatMap { $0.made + [$0.kept] }
    }
}
