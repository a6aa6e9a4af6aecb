// SPDX-License-Identifier: Apache-2.0

package import SQL

/// How far a feed is behind the end of the journal.
package struct FeedLag: Hashable, Sendable {
    /// How many messages are behind its bookmark, whether it wants them or not.
    package let messages: Int64
    /// Whether `messages` was counted; otherwise it is the most it can be: positions have holes, and counting takes time.
    package let isExact: Bool
    /// When the first of them was said; nil if there is none.
    package let since: Timestamp?
}
