// SPDX-License-Identifier: Apache-2.0

/// A pattern gave up on a text: it tried so many ways to match that trying on would hold up everybody else.
///
/// Neither yes nor no would be true: whoever asked sets the record aside.
package struct UndecidedMatch: Error, Hashable, Sendable, CustomStringConvertible {
    /// The pattern as it was written.
    package let pattern: String
    /// What PCRE2 calls the limit that was reached.
    package let limit: String

    /// What happened and what to do, in one line for the operator; nothing of the text.
    package var description: String {
        "the pattern \"\(pattern)\" gave up on a text (\(limit)); nested repetitions such as (a+)+ make it try too many ways"
    }
}
