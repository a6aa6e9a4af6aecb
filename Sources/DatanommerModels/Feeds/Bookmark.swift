// SPDX-License-Identifier: Apache-2.0

package import SQL

/// How far a feed has read a journal, and how it is.
package struct Bookmark: Hashable, Sendable {
    /// The feed's name.
    package let feed: String
    /// The journal that it reads.
    package let journal: String
    /// The position that it is past: all up to here is delivered, refused, or not for this feed.
    package let position: Int64
    /// Grows whenever somebody else than the feed itself puts it somewhere: what was under way then moves nothing.
    package let generation: Int64
    /// Whether it is told to do nothing.
    package let isPaused: Bool
    /// How many records its backend took.
    package let delivered: Int64
    /// How many it refused for ever.
    package let refused: Int64
    /// How many messages expired before the feed had read them, whether it wanted them or not.
    package let expired: Int64
    /// When it last moved.
    package let changedAt: Timestamp
    /// Why its backend did not take records, the last time.
    package let error: String?
    /// When that was.
    package let failedAt: Timestamp?
    /// Who runs it.
    package let holder: String?
    /// Until when nobody else may, by the database's clock.
    package let heldUntil: Timestamp?
    /// What is delivered once more beside it: behind the first position, up to the second.
    package let again: Again?
    /// Whether some of its dead letters are to be delivered once more.
    package let hasLettersAgain: Bool

    /// A stretch of positions that is delivered once more.
    package struct Again: Hashable, Sendable {
        /// The position that it is past.
        package let position: Int64
        /// The last position.
        package let end: Int64
    }

    /// Whether its backend has not taken records since it last did.
    package var isFailing: Bool { failedAt.map { $0 > changedAt } ?? false }

    /// Reads a row of `BookmarkTable.all`.
    init(row: Row) throws(DatabaseError) {
        feed = try row.text(0)
        journal = try row.text(1)
        position = try row.integer(2)
        generation = try row.integer(3)
        isPaused = try row.boolean(4)
        delivered = try row.integer(5)
        refused = try row.integer(6)
        expired = try row.integer(7)
        changedAt = try row.timestamp(8)
        error = try row.optionalText(9)
        failedAt = try row.optionalTimestamp(10)
        holder = try row.optionalText(11)
        heldUntil = try row.optionalTimestamp(12)
        if let position = try row.optionalInteger(13), let end = try row.optionalInteger(14), position < end {
            again = Again(position: position, end: end)
        } else {
            again = nil
        }
        hasLettersAgain = try row.boolean(15)
    }
}
