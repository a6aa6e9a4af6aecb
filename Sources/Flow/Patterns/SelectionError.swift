// SPDX-License-Identifier: Apache-2.0

/// A pattern or a path that cannot be used: which, where in it, and what is wrong there.
package struct SelectionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What cannot be used.
    package struct Code: Hashable, Sendable {
        private enum Kind: String { case pattern, path }
        private let kind: Kind

        /// A regular expression.
        package static let pattern = Code(kind: .pattern)
        /// A path to a field.
        package static let path = Code(kind: .path)

        fileprivate var name: String { kind.rawValue }
    }

    /// What cannot be used.
    package let code: Code
    /// The pattern or path as it was written.
    package let text: String
    /// Where the trouble shows: bytes of UTF-8 before it.
    package let offset: Int
    /// What is wrong there.
    package let reason: String

    /// What is wrong, in one line for the operator.
    package var description: String {
        "the \(code.name) \"\(text)\" cannot be used: \(reason), at byte \(offset)"
    }
}
