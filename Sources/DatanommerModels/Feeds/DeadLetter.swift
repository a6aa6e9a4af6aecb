// SPDX-License-Identifier: Apache-2.0

package import SQL

/// A record that a feed's backend will never take.
package struct DeadLetter: Hashable, Sendable {
    /// The feed's name.
    package let feed: String
    /// The record's position.
    package let position: Int64
    /// The message's identity.
    package let msgID: String
    /// Why.
    package let reason: String
    /// When it was refused.
    package let refusedAt: Timestamp
    /// Whether it is to be delivered once more.
    package let isAgain: Bool

    /// Reads a row of `DeadLetterTable.list`.
    init(row: Row) throws(DatabaseError) {
        feed = try row.text(0)
        position = try row.integer(1)
        msgID = try row.text(2)
        reason = try row.text(3)
        refusedAt = try row.timestamp(4)
        isAgain = try row.boolean(5)
    }
}
