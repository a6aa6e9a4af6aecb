// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What leaves the archive at once: its oldest partition, and the one without a beginning before it, where what came too
/// late for its own partition lies.
///
/// How many messages of each topic a partition holds has to be known to count them out, and counting a large one under the
/// journal's lock would stop who appends. So it is counted before, without a lock (`PartitionCount`), and under the lock
/// only what was added since. That is exact:
///
/// - Positions are drawn under the journal's lock and become visible in their order. A count is one statement, which sees
///   one moment: all it saw has a position up to the highest it saw, all that was added later has a higher one.
/// - Nothing leaves a partition but with it: whoever divides one gives it other bounds, whoever removes it makes another
///   table. Both are looked at again under the lock. Whoever removes single messages holds the expiry's lock
///   (`ExpiryTable.journal`), as this does from the count to the commit.
///
/// The time without a beginning belongs to the oldest partition. With it the first one would end too early, so it is made
/// anew up to where the next one begins: all of time stays covered, and what comes late finds a place.
struct PartitionRemoval: Sendable {
    /// The partition that goes; it has a beginning and an end.
    let partition: Partition
    let end: Timestamp
    /// The one before it, without a beginning.
    let before: Partition?
    let action: RetentionAction

    /// What goes: nil when it is not the oldest partition, or one without an end.
    init?(of partition: Partition, among partitions: [Partition], _ action: RetentionAction) {
        let others = partitions.prefix { $0 != partition }
        guard partitions.contains(partition), let end = partition.end, partition.start != nil,
            others.allSatisfy({ $0.start == nil })
        else { return nil }
        self.partition = partition
        self.end = end
        self.before = others.first
        self.action = action
    }

    /// What goes, in order of time.
    var partitions: [Partition] { (before.map { [$0] } ?? []) + [partition] }

    /// What went: nil when something changed since the counts, so that they have to be made again.
    ///
    /// - Throws: `DatabaseError`, `.busy` when somebody reads for longer than is waited for; `PartitioningError`.
    func run(_ counts: [PartitionCount], on connection: any Connection) throws -> Removed? {
        try connection.lockForAppending(journal: MessageTable.journal)
        try connection.refuseWhilePartitioning()
        let there = Set(try connection.partitions())
        guard there.isSuperset(of: partitions) else { return nil }
        var lowering = CounterLowering()
        var leavings: [(partition: Partition, name: String?)] = []
        var highest: Int64 = 0
        for (part, count) in zip(partitions, counts) {
            guard try count.isStillOf(part, on: connection) else { return nil }
            let added = try PartitionCount(of: part, after: count.highest, on: connection)
            lowering.count(count)
            lowering.count(added)
            highest = max(highest, added.highest)
            let isKept = action == .detach && !(count.isEmpty && added.isEmpty)
            leavings.append((part, isKept ? try RemovalTable.freeName(for: part, on: connection) : nil))
        }
        let unread = try UnreadCount(upTo: highest, on: connection) { after throws(DatabaseError) in
            var count: Int64 = 0
            for part in partitions {
                count += try connection.execute(RemovalTable.total(of: part, after: after)).first?.integer(0) ?? 0
            }
            return count
        }
        try connection.run(script: PartitionTable.limitWaiting)
        try connection.run(script: PartitionTable.lock)
        for (part, name) in leavings { try connection.run(script: RemovalTable.remove(part, keepAs: name)) }
        try connection.run(script: RemovalTable.cover(upTo: end))
        try lowering.run(on: connection)
        try unread.run(on: connection)
        return Removed(messages: lowering.messages, detached: leavings.compactMap(\.name))
    }

    /// What a removal did.
    struct Removed: Hashable, Sendable {
        /// How many messages went.
        let messages: Int
        /// The tables of messages that are left of it.
        let detached: [String]
    }
}
