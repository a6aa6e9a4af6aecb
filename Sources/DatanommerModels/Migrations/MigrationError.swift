// SPDX-License-Identifier: Apache-2.0

/// Why the schema was not moved, in words for the operator.
public struct MigrationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is.
    public struct Code: Hashable, Sendable {
        private enum Kind { case noFiles, badFile, noSuchVersion, changedAfterApplied, missing, behind, ahead }
        private let kind: Kind

        /// The folder of steps is not there.
        public static let noFiles = Code(kind: .noFiles)
        /// A file of the folder is not what it should be.
        public static let badFile = Code(kind: .badFile)
        /// There is no such version, or it lies in the other direction.
        public static let noSuchVersion = Code(kind: .noSuchVersion)
        /// The file of an applied version was changed, or is gone.
        public static let changedAfterApplied = Code(kind: .changedAfterApplied)
        /// The database holds no archive.
        public static let missing = Code(kind: .missing)
        /// The database's schema is older than the program.
        public static let behind = Code(kind: .behind)
        /// The database's schema is newer than the program.
        public static let ahead = Code(kind: .ahead)
    }

    /// What kind of trouble it is.
    public let code: Code
    /// What was found, and what to do.
    public let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
