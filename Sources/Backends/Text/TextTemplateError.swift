// SPDX-License-Identifier: Apache-2.0

/// A template that cannot be used.
package struct TextTemplateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The template as it was written.
    package let text: String
    /// What is wrong in it.
    package let reason: String

    /// What is wrong, in one line for the operator.
    package var description: String { "the template \"\(text)\" cannot be used: \(reason)" }
}
