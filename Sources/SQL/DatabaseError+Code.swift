// SPDX-License-Identifier: Apache-2.0

extension DatabaseError {
    /// What kind of trouble it is, and so what a caller may do about it.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Kind: String {
            case unreachable, refusedLogin, missing, busy, conflict, full, readOnly, constraint, invalidData
            case noSuchTable, damaged, cancelled, other
        }
        private let kind: Kind

        /// No connection, or it broke. What was under way may or may not have been done. Retryable.
        public static let unreachable = Code(kind: .unreachable)
        /// The server is there but does not want this user, or not this way.
        public static let refusedLogin = Code(kind: .refusedLogin)
        /// There is no such database, or no such file.
        public static let missing = Code(kind: .missing)
        /// Someone else holds what is needed: a lock, all connections, the server's attention. Retryable.
        public static let busy = Code(kind: .busy)
        /// Two transactions were in each other's way and this one gave way: do it again as a whole. Retryable.
        public static let conflict = Code(kind: .conflict)
        /// No room: the disk, or the server's memory. Retryable, once somebody made room.
        public static let full = Code(kind: .full)
        /// The database may only be read: a standby after a failover, or a file without write permission. Retryable.
        public static let readOnly = Code(kind: .readOnly)
        /// A unique, foreign key, not-null or check constraint refuses the row.
        public static let constraint = Code(kind: .constraint)
        /// A value is not what it should be: NUL in text, a number out of range.
        public static let invalidData = Code(kind: .invalidData)
        /// A table the statement names is not there: the database wants `datanommer-migrate`.
        public static let noSuchTable = Code(kind: .noSuchTable)
        /// The file is no database, or its content is not sound any more.
        public static let damaged = Code(kind: .damaged)
        /// The task that asked was cancelled, and with it the statement.
        public static let cancelled = Code(kind: .cancelled)
        /// Anything else: a wrong statement, most likely.
        public static let other = Code(kind: .other)

        /// The code's name.
        public var description: String { kind.rawValue }

        var isUsuallyRetryable: Bool {
            switch kind {
            case .unreachable, .busy, .conflict, .full, .readOnly: true
            case .refusedLogin, .missing, .constraint, .invalidData, .noSuchTable, .damaged, .cancelled, .other: false
            }
        }
    }
}
