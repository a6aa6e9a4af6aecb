// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// By what a message that was found is known.
struct FoundKey: Hashable, Sendable {
    let timestamp: Timestamp
    let id: Int64
    /// Nil where its position finds it, in SQLite.
    let msgID: String?

    init(timestamp: Timestamp, id: Int64, msgID: String?) {
        self.timestamp = timestamp
        self.id = id
        self.msgID = msgID
    }

    /// Reads a row of `MessageWalk.keys`.
    init(row: Row, _ dialect: Dialect) throws(DatabaseError) {
        let msgID = dialect == .postgresql ? try row.text(2) : nil
        self.init(timestamp: try row.timestamp(0), id: try row.integer(1), msgID: msgID)
    }
}

extension [FoundKey] {
    /// The messages with these keys, in their order; one that is gone by now is left out.
    ///
    /// A statement of its own. In PostgreSQL it knows between which times they are: it is then planned for the partitions
    /// that hold them, instead of for all.
    func messages(_ connection: any Connection) throws(DatabaseError) -> [Message] {
        guard let first = map(\.timestamp).min(), let last = map(\.timestamp).max() else { return [] }
        let statement =
            switch connection.dialect {
            case .postgresql: MessageTable.select(compactMap(\.msgID), from: first, to: last)
            case .sqlite: MessageTable.select(where: SQL.isAmong("m.id", map(\.id), .sqlite))
            }
        var found: [Int64: Message] = [:]
        for row in try connection.execute(statement) { found[try row.integer(0)] = try Message(row: row) }
        return compactMap { found[$0.id] }
    }
}
