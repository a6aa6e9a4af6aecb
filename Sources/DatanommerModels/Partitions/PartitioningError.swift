// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Why the tables of an archive cannot be divided, or changed while they are, in words for the operator.
public struct PartitioningError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of trouble it is.
    public struct Code: Hashable, Sendable {
        private enum Kind { case underWay, impossible }
        private let kind: Kind

        /// The tables are being written anew: what changes or removes messages has to wait.
        public static let underWay = Code(kind: .underWay)
        /// This database cannot do it.
        public static let impossible = Code(kind: .impossible)
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

extension Connection {
    /// Makes sure that nobody is writing the tables anew; for use in a transaction that changes or removes stored messages,
    /// once it holds the journal's lock: a conversion begins under that lock, so that none can begin before the commit.
    ///
    /// - Throws: `PartitioningError` with `.underWay`, also where a conversion was broken off; `DatabaseError`.
    package func refuseWhilePartitioning() throws {
        guard dialect == .postgresql else { return }
        guard try execute("SELECT 1 WHERE to_regclass('messages_parting') IS NOT NULL").isEmpty else {
            throw PartitioningError(
                .underWay,
                "datanommer-migrate partition is under way, or was broken off: stored messages can be changed when it has "
                    + "ended; run it again to let it go on, or with --abandon to give it up")
        }
    }
}
