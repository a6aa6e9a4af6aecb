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
        let found = names(JSONMembers(of: envelope), message.topic)
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
        let answers = try connection.execute(MessageTable.rename(connection.dialect), forEach: rows)
        // What expired since it was read, or was renamed by another, keeps the ways that it has.
        let done = zip(self, answers).filter { !$1.isEmpty }.map(\.0)
        try done.changeWays(names, on: connection)
    }

    private func changeWays(_ names: NameResolver, on connection: any Connection) throws(DatabaseError) {
        try change(.users, .users, \.users, names, on: connection)
        try change(.packages, .packages, \.packages, names, on: connection)
    }

    private func change(
        _ ways: WayTable, _ table: NameTable, _ property: KeyPath<Message, [String]>, _ names: NameResolver,
        on connection: any Connection
    ) throws(DatabaseError) {
        let dialect = connection.dialect
        let rows = { (message: KeyPath<RenamedMessage, Message>) in
            flatMap { renamed in
                renamed[keyPath: message][keyPath: property].map {
                    renamed.after.way(from: names[table, $0], at: renamed.after.position, dialect)
                }
            }
        }
        try connection.execute(ways.remove(dialect), forEach: rows(\.before))
        try connection.insert(rows(\.after), into: ways.name, ways.columns(dialect))
    }
}

extension Message {
    fileprivate var nameValues: [SQLValue] { [Self.list(users), Self.list(packages)] }
}
