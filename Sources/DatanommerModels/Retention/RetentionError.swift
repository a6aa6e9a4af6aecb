// SPDX-License-Identifier: Apache-2.0

/// Why old messages cannot leave an archive as they should, in words for the operator.
public struct RetentionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is.
    public struct Code: Hashable, Sendable {
        private enum Kind { case notPartitioned, changing }
        private let kind: Kind

        /// There is nothing to detach: all messages are in one table.
        public static let notPartitioned = Code(kind: .notPartitioned)
        /// Somebody else changes the partitions all the time.
        public static let changing = Code(kind: .changing)
    }

    /// What kind of trouble it is.
    public let code: Code
    /// What was found, and what to do.
    public let message: String

    /// The message.
    public var description: String { message }

    static let notPartitioned = RetentionError(
        code: .notPartitioned,
        message: "nothing is removed: only partitions can be detached, and this archive has none. Drop instead, or "
            + "partition it (PostgreSQL)")

    static func changing(_ partition: Partition) -> RetentionError {
        RetentionError(
            code: .changing, message: "\(partition.name) was changed by somebody else again and again; try later")
    }
}
