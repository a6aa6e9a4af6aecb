// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// Removes the messages that were said before a moment, the oldest first, with all that leads to them; counts and
    /// latest messages are exact at any time.
    ///
    /// In transactions of some thousand messages, between which others write. Whenever it ends, what went is gone
    /// whole, and everything else is there: it may be run again.
    ///
    /// - Parameters:
    ///   - moment: nothing that was said then or later goes.
    ///   - progress: told how many messages went with each transaction.
    /// - Throws: `DatabaseError`: with `isRetryable`, the same may succeed later.
    @discardableResult
    public func expire(
        before moment: Timestamp, progress: @Sendable (Int) -> Void = { _ in }
    ) async throws -> Expired {
        var expired = Expired()
        expired.messages = try await removeOldest(before: moment, progress)
        expired.freePages = try await giveBackFreePages()
        return expired
    }

    /// What ``expire(before:progress:)`` would remove now. Counts, which takes its time on a large archive.
    ///
    /// - Throws: `DatabaseError`.
    public func expirable(before moment: Timestamp) async throws -> Expired {
        var expired = Expired()
        let statement = ExpiryTable.count(before: moment)
        expired.messages = Int(try await database.withConnection { try $0.execute(statement) }.first?.integer(0) ?? 0)
        return expired
    }

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
