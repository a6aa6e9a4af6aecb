// SPDX-License-Identifier: Apache-2.0

package import SQL

/// What a daemon has to write down of its feeds, all at once, now and then.
package struct BookmarkNews: Hashable, Sendable {
    /// How far feeds are that had nothing to deliver.
    package var passed: [BookmarkKey: Int64] = [:]
    /// Why backends do not take records.
    package var errors: [BookmarkKey: Failure] = [:]
    /// The feeds to go on running; nil: nothing about that.
    package var held: [String]?

    /// A delivery that failed.
    package struct Failure: Hashable, Sendable {
        /// Why, for the operator.
        package let error: String
        /// When.
        package let at: Timestamp

        /// A failure.
        package init(error: String, at: Timestamp) {
            self.error = error
            self.at = at
        }
    }

    /// Nothing.
    package init() {}
}
