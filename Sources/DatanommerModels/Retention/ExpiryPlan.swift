// SPDX-License-Identifier: Apache-2.0

/// What of an archive goes when everything goes that was said before a moment; pure.
struct ExpiryPlan: Hashable, Sendable {
    /// The partitions that end at the moment or before it, the oldest first: they go whole. Not the one without a beginning,
    /// which is always there.
    let whole: [Partition]
    /// What was said before it goes message by message, afterwards; nil: nothing does.
    let moment: Timestamp?

    /// - Parameters:
    ///   - partitions: in order of time; none where `messages` is one table.
    ///   - moment: what was said then or later stays.
    init(_ partitions: [Partition], before moment: Timestamp, _ action: RetentionAction) {
        let isOver = { (partition: Partition) in partition.end.map { $0 <= moment } ?? false }
        whole = partitions.filter { $0.start != nil && isOver($0) }
        // Where the moment lies: its partition goes when all of it is older, but for those that hold what has no partition
        // of its own. What may only be detached is not removed message by message.
        let around = partitions.first { !isOver($0) && ($0.start.map { $0 < moment } ?? true) }
        let isWhole = around.map { !$0.isRemainder } ?? false
        self.moment = action == .detach ? nil : isWhole ? around?.start ?? moment : moment
    }
}
