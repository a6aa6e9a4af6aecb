// SPDX-License-Identifier: Apache-2.0

/// A configuration that cannot be used, told to the operator: which file, line and key, and what is wanted there.
///
/// A program ends with exit status 78 (`EX_CONFIG`, sysexits.h) on it. It never quotes a database URL.
package struct SettingsError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of fault it is.
    package struct Code: Hashable, Sendable {
        private enum Kind { case unreadable, notYAML, unknownKey, duplicateKey, wrongValue }
        private let kind: Kind

        /// The file is not there, may not be read, is too large or is not UTF-8.
        package static let unreadable = Code(kind: .unreadable)
        /// The file is not one YAML document, or uses an anchor.
        package static let notYAML = Code(kind: .notYAML)
        /// A key that no setting has.
        package static let unknownKey = Code(kind: .unknownKey)
        /// A key that stands twice in one section.
        package static let duplicateKey = Code(kind: .duplicateKey)
        /// A value of the wrong type or out of range.
        package static let wrongValue = Code(kind: .wrongValue)
    }

    /// What kind of fault it is.
    package let code: Code
    /// The dotted key, such as `intake.batch_within`; `nil` if the fault is the whole file's. Of a duplicate key only
    /// the last word is known.
    package let key: String?
    /// The file as it was named, or what stands for it.
    package let file: String
    /// The line, counted from 1, where it is known.
    package let line: Int?
    /// What is wrong and what is wanted.
    package let message: String

    /// `FILE:LINE: KEY MESSAGE`, without what is not known.
    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return key.map { "\(place): \($0) \(message)" } ?? "\(place): \(message)"
    }
}
