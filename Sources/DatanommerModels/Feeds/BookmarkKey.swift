// SPDX-License-Identifier: Apache-2.0

/// Which bookmark is meant, by whom, and since when: a move counts only while all three hold.
package struct BookmarkKey: Hashable, Sendable {
    /// The feed's name.
    package let feed: String
    /// The bookmark's generation.
    package let generation: Int64
    /// Who runs the feed.
    package let holder: String

    /// A key.
    package init(feed: String, generation: Int64, holder: String) {
        self.feed = feed
        self.generation = generation
        self.holder = holder
    }
}
