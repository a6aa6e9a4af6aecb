// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// What is to be done so that the messages lie in partitions of an interval.
    ///
    /// - Parameter now: a moment in the current interval, which gets a partition, as do three to come.
    /// - Throws: `DatabaseError`; `PartitioningError` with `.impossible` where there are no partitions.
    package func partitioningPlan(_ interval: PartitionInterval, now: Timestamp) async throws -> PartitioningPlan {
        try await refuseWhereImpossible()
        let partitions = try await partitions()
        let messages = try await count()
        let ahead = interval.ranges(from: now, ahead: 3)
        if try await !rows(of: ConversionTable.isUnderWay).isEmpty {
            let work = PartitioningPlan.Work.resumption(after: try await integer(ConversionTable.copied))
            let bytes = try await integer(ConversionTable.bytes)
            return PartitioningPlan(work: work, partitions: [], messages: messages, bytes: bytes)
        }
        guard partitions.isEmpty else {
            let ranges = try await rangesToSpread(interval, partitions, of: messages) + ahead
            let splits = PartitionSplit.splits(of: partitions, for: ranges)
            let bytes = try await bytesOfLargest(splits.map(\.partition))
            return PartitioningPlan(
                work: .spreading, partitions: splits.flatMap(\.wanted), messages: messages, bytes: bytes)
        }
        try await refuseWithViews()
        let bytes = try await integer(ConversionTable.bytes)
        let busy = try await busyRanges(interval, in: MessageTable.journal, of: messages)
        let wanted = busy.suffix(PartitioningPlan.mostIntervals) + ahead
        return PartitioningPlan(
            work: .conversion, partitions: PartitioningPlan.partitions(for: wanted), messages: messages, bytes: bytes)
    }

    /// Does what a plan says, in batches, while others read and append. Killed anywhere, it goes on with a new plan.
    ///
    /// - Parameters:
    ///   - batch: how many messages are copied in one transaction.
    ///   - onCopied: told how many messages were copied since the last time; 0: someone who reads is waited for.
    /// - Throws: `DatabaseError`, `PartitioningError`.
    package func partition(_ plan: PartitioningPlan, batch: Int, onCopied: (Int) -> Void) async throws {
        guard plan.work != .spreading else { return try await spread(plan.partitions, batch: batch, onCopied) }
        let conversion = Conversion(
            database: database, source: try await sourceUnderWay(), batch: max(1, batch))
        try await convert(conversion, into: plan.partitions, onCopied)
    }

    /// Divides one table into partitions.
    private func convert(_ conversion: Conversion, into partitions: [Partition], _ onCopied: (Int) -> Void) async throws
    {
        try await patiently(onCopied) { try await conversion.begin(partitions) }
        try await patiently(onCopied) { try await conversion.makeIndexes() }
        try await copy(conversion, onCopied)
        try await conversion.check()
        try await patiently(onCopied) {
            // While somebody is waited for, messages come: the last transaction is to find few of them.
            try await copy(conversion, onCopied)
            try await conversion.finish()
        }
    }

    /// The partition that is divided by what was broken off; nil where that was all there is, or nothing.
    private func sourceUnderWay() async throws -> Partition? {
        let parts = try await rows(of: ConversionTable.parts).map { try Partition(row: $0) }
        return try await partitions().first { $0.start == parts.first?.start && $0.end == parts.last?.end }
    }

    /// Gives up a conversion that was broken off; nothing of the archive changes.
    ///
    /// - Returns: whether there was one.
    /// - Throws: `DatabaseError`, `PartitioningError`.
    package func abandonPartitioning() async throws -> Bool {
        try await refuseWhereImpossible()
        return try await Conversion(database: database, source: nil, batch: 1).abandon()
    }

    private func copy(_ conversion: Conversion, _ onCopied: (Int) -> Void) async throws {
        while case let copied = try await conversion.copyBatch(), copied > 0 {
            onCopied(copied)
            if copied < conversion.batch { return }
        }
    }

    /// Takes partitions out of what lies before, after and between the others: what is no more than a batch at once, more in
    /// batches.
    private func spread(_ wanted: [Partition], batch: Int, _ onCopied: (Int) -> Void) async throws {
        for partition in try await partitions() where partition.isRemainder {
            let ranges = wanted.compactMap(\.range)
            guard let split = PartitionSplit.splits(of: [partition], for: ranges).first else { continue }
            let size = try await integer(ConversionTable.size(of: partition, limit: batch + 1))
            guard size <= batch else {
                let conversion = Conversion(database: database, source: partition, batch: max(1, batch))
                try await convert(conversion, into: split.parts, onCopied)
                continue
            }
            try await patiently(onCopied) {
                _ = try await makePartitions(of: split.wanted.compactMap(\.range), isLimited: false)
            }
        }
    }

    /// Tries again, for as long as it takes, while somebody reads.
    private func patiently(_ onWaiting: (Int) -> Void, _ body: () async throws -> Void) async throws {
        while true {
            do {
                return try await body()
            } catch let error as DatabaseError where error.code == .busy || error.code == .conflict {
                onWaiting(0)
                // Those who were kept waiting behind us have their turn first.
                try await Task.sleep(for: .seconds(1))
            }
        }
    }
}
