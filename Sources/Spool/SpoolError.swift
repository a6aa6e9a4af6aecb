// SPDX-License-Identifier: Apache-2.0

/// Why the spool cannot do what it was told: what was tried, on what, what to do next.
package struct SpoolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is.
    package struct Code: Hashable, Sendable {
        private enum Kind { case inUse, unusable, full, failed }
        private let kind: Kind

        /// Another process has this spool.
        package static let inUse = Code(kind: .inUse)
        /// The folder cannot be made, read or written.
        package static let unusable = Code(kind: .unusable)
        /// The disk has no room.
        package static let full = Code(kind: .full)
        /// Reading or writing failed; a later attempt may work.
        package static let failed = Code(kind: .failed)
    }

    /// What kind of trouble it is.
    package let code: Code
    /// What was tried, on what, and what the system said.
    package let message: String

    /// The message.
    package var description: String { message }
}
