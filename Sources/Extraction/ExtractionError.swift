// SPDX-License-Identifier: Apache-2.0

/// Rules that cannot be used: what is wrong, where, and what is wanted there.
package struct ExtractionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong with the rules.
    package struct Code: Hashable, Sendable {
        private enum Kind { case unreadable, notYAML, unknownKey, missingKey, wrongValue, duplicateName }
        private let kind: Kind

        /// The file cannot be read, or is not UTF-8.
        package static let unreadable = Code(kind: .unreadable)
        /// The text is not YAML.
        package static let notYAML = Code(kind: .notYAML)
        /// A key that means nothing, perhaps misspelled.
        package static let unknownKey = Code(kind: .unknownKey)
        /// A key that must be there is not.
        package static let missingKey = Code(kind: .missingKey)
        /// A value of the wrong kind, or no path, pattern or step.
        package static let wrongValue = Code(kind: .wrongValue)
        /// Two rules have the same name.
        package static let duplicateName = Code(kind: .duplicateName)
    }

    /// What is wrong.
    package let code: Code
    /// Where: the rule and the key, or the file.
    package let place: String
    /// What is wrong there, and what is wanted.
    package let message: String

    /// Place and message in one line for the operator.
    package var description: String { "extraction rules: \(place): \(message)" }
}
