// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL
internal import Synchronization

/// A stored message, and the names that the rules find in it now.
package struct RenamedMessage: Hashable, Sendable {
    let before: Message
    let after: Message
}

extension MessageDecoder {
    /// The names that the rules find in a stored message; nil when they are those it has, or when no database can keep them.
    package func renamed(_ message: Message) -> RenamedMessage? {
        guard let envelope = try? JSONText(validating: message.envelope) else { return nil }
        let found = names(envelope, message.topic)
        var after = message
        after.users = found.users
        after.packages = found.packages
        return found.isUnstorable || after == message ? nil : RenamedMessage(before: message, after: after)
    }
}

extension Archive {
    /// Gives stored messages their new users and packages, in one transaction.
    ///
    /// - Throws: `DatabaseError`; `PartitioningError` while the tables are written anew.
    package func rename(_ renamed: [RenamedMessage]) async throws {
        guard !renamed.isEmpty else { return }
        let (learnt, session) = try await database.transaction { connection in
            var names = NameResolver(known: self.numbers(holdingIn: connection.sessionNumber).names)
            try connection.lockForAppending(journal: MessageTable.journal)
            try connection.refuseWhilePartitioning()
            try renamed.run(&names, on: connection)
            return (names.learnt, connection.sessionNumber)
        }
        numbers.withLock { $0.learn(learnt, in: session) }
    }
}

extension [RenamedMessage] {
    fileprivate func run(_ names: inout NameResolver, on connection: any Connection) throws(DatabaseError) {
        try names.resolve(flatMap { $0.before.users + $0.after.users }, in: .users, on: connection)
        try names.resolve(flatMap { $0.before.packages + $0.after.packages }, in: .packages, on: connection)
        let rows = map { renamed in
            [.text(renamed.after.msgID), .timestamp(renamed.after.timestamp)] + renamed.after.nameValues
                + renamed.before.nameValues
        }
        let answers = try connection.execute(MessageTable.rename, forEach: rows)
        // What expired since it was read, or was renamed by another, keeps the ways that it has.
        let done = zip(self, answers).filter { !$1.isEmpty }.map(\.0)
        try done.changeWays(names, on: connection)
    }

    private func changeWays(_ names: NameResolver, on connection: any Connection) throws(DatabaseError) {
        try connection.execute(MessageTable.removeUser, forEach: ways(from: .users, \.before.users, names))
        try connection.insert(
            ways(from: .users, \.after.users, names), into: "messages_users", MessageTable.userColumns)
        try connection.execute(MessageTable.removePackage, forEach: ways(from: .packages, \.before.packages, names))
        try connection.insert(
            ways(from: .packages, \.after.packages, names), into: "messages_packages", MessageTable.packageColumns)
    }

    private func ways(from table: NameTable, _ property: (RenamedMessage) -> [String], _ names: NameResolver)
        -> [[SQLValue]]
    {
        flatMap { renamed in
            property(renamed).map { renamed.after.way(from: names[table, $0], at: renamed.after.position) }
        }
    }
}

extension Message {
    fileprivate var nameValues: [SQLValue] { [Self.list(users), Self.list(packages)] }
}
