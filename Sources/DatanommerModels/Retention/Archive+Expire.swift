// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// Removes the messages that were said before a moment, the oldest first, with all that leads to them; counts and
    /// latest messages are exact at any time.
    ///
    /// A partition goes whole, in a moment, when all of it is older; one that the moment lies in stays. Where `messages` is
    /// one table, and of what has no partition of its own, messages go in transactions of some thousand, between which
    /// others write. Whenever it ends, what went is gone whole, and everything else is there: it may be run again.
    ///
    /// - Parameters:
    ///   - moment: nothing that was said then or later goes.
    ///   - action: what becomes of whole partitions; with `.detach` nothing else goes.
    ///   - progress: told how many messages went with each transaction.
    /// - Throws: `DatabaseError`: with `isRetryable`, the same may succeed later, such as `.busy` when somebody reads a
    ///   partition for long. `RetentionError`; `PartitioningError` while the tables are being partitioned.
    @discardableResult
    public func expire(
        before moment: Timestamp, _ action: RetentionAction = .drop,
        progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Expired {
        var expired = Expired()
        var plan = try await expiryPlan(before: moment, action)
        while let partition = plan.whole.first {
            let removed = try await remove(partition, action)
            expired.messages += removed.messages
            expired.partitions.append(partition.name)
            expired.detached += removed.detached
            progress(removed.messages)
            plan = try await expiryPlan(before: moment, action)
        }
        if let moment = plan.moment { expired.messages += try await removeOldest(before: moment, progress) }
        expired.freePages = try await giveBackFreePages()
        return expired
    }

    /// What ``expire(before:_:progress:)`` would remove now. Counts, which takes its time on a large archive.
    ///
    /// - Throws: as that does.
    public func expirable(before moment: Timestamp, _ action: RetentionAction = .drop) async throws -> Expired {
        let plan = try await expiryPlan(before: moment, action)
        var expired = Expired()
        expired.partitions = plan.whole.map(\.name)
        if let moment = [plan.moment, plan.whole.last?.end].compactMap({ $0 }).max() {
            let statement = ExpiryTable.count(before: moment)
            let rows = try await database.withConnection { try $0.execute(statement) }
            expired.messages = Int(try rows.first?.integer(0) ?? 0)
        }
        return expired
    }

    private func expiryPlan(before moment: Timestamp, _ action: RetentionAction) async throws -> ExpiryPlan {
        let partitions = try await partitions()
        guard action == .drop || !partitions.isEmpty else { throw RetentionError.notPartitioned }
        return ExpiryPlan(partitions, before: moment, action)
    }

    /// Takes the oldest partition out.
    private func remove(_ partition: Partition, _ action: RetentionAction) async throws -> PartitionRemoval.Removed {
        for _ in 0..<Self.attempts {
            let removal = PartitionRemoval(of: partition, among: try await partitions(), action)
            guard let removal else { continue }
            let removed = try await database.transaction { connection in
                try connection.lockForAppending(journal: ExpiryTable.journal)
                let counts = try removal.partitions.map { try PartitionCount(of: $0, on: connection) }
                return try removal.run(counts, on: connection)
            }
            if let removed { return removed }
        }
        throw RetentionError.changing(partition)
    }

    /// How often a partition is counted that somebody else divides or removes meanwhile, which is rare.
    private static let attempts = 3

    /// Removes message by message what was said before a moment; how many there were.
    func removeOldest(
        before moment: Timestamp, limit: Int = 2_000, _ progress: @Sendable (Int) -> Void
    ) async throws -> Int {
        let batch = ExpiryBatch(moment: moment, limit: limit)
        var removed = 0
        while true {
            let began = ContinuousClock.now
            let count = try await database.transaction { try batch.run(on: $0) }
            removed += count
            progress(count)
            guard count == limit else { return removed }
            try await pauseAsLong(as: began.duration(to: .now))
        }
    }
}
