// SPDX-License-Identifier: Apache-2.0

/// A template that cannot be used: where, and why.
package struct TemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where the trouble shows: bytes of UTF-8 before it; nil where it is nowhere in the text.
    package let offset: Int?
    /// What is wrong, and what is wanted.
    package let reason: String

    /// What is wrong, in one line for the operator.
    package var description: String {
        "the template cannot be used: \(reason)" + (offset.map { ", at byte \($0)" } ?? "")
    }
}
