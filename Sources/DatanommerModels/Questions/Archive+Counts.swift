// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// By what messages are counted.
public enum MessageGrouping: Hashable, Sendable {
    /// One number a category.
    case categories
    /// One number a topic.
    case topics
}

/// How many messages a category or topic has.
public struct MessageCount: Hashable, Sendable {
    /// The category or topic.
    public let name: String
    /// How many messages are meant, at least 1.
    public let messages: Int

    /// Names a number.
    public init(name: String, messages: Int) {
        self.name = name
        self.messages = messages
    }
}

extension Archive {
    /// How many messages each category or topic has, sorted by name.
    ///
    /// Without bounds in time, and on topics and categories alone, it reads one row a topic, however many messages there
    /// are; otherwise it counts the messages that are meant: in the index, where there are bounds in time alone.
    ///
    /// - Throws: `DatabaseError`.
    public func counts(of grouping: MessageGrouping, matching filter: MessageFilter = MessageFilter()) async throws
        -> [MessageCount]
    {
        let table: NameTable = grouping == .topics ? .topics : .categories
        let rows = try await database.withConnection { connection in
            try connection.execute(NumberedFilter(filter, connection).counts(of: table, connection.dialect))
        }
        return try rows.map { MessageCount(name: try $0.text(0), messages: Int(try $0.integer(1))) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// How many messages are meant in all.
    ///
    /// - Throws: `DatabaseError`.
    public func count(_ filter: MessageFilter = MessageFilter()) async throws -> Int {
        let row = try await database.withConnection { connection -> Row? in
            let filter = try NumberedFilter(filter, connection)
            guard !filter.isOfCountersAlone else {
                return try connection.execute(CounterTable.total(where: filter.condition(connection.dialect))).first
            }
            guard let walk = try MessageWalk(filter, isWhole: true, on: connection) else { return nil }
            let statement =
                walk.isDirect
                ? MessageTable.total(where: filter.condition(connection.dialect))
                : MessageTable.total(of: walk.keys(.asc, limit: nil))
            return try connection.execute(statement).first
        }
        return Int(try row?.integer(0) ?? 0)
    }
}

extension NumberedFilter {
    /// How many messages of those meant each topic or category has.
    fileprivate func counts(of table: NameTable, _ dialect: Dialect) -> SQL {
        if isOfCountersAlone { return CounterTable.counts(of: table, where: condition(dialect)) }
        return isOfTimeAlone && !meansNothing
            ? MessageTable.counts(of: table, within: time("m.timestamp").joined(separator: " AND "))
            : MessageTable.counts(of: table, where: condition(dialect))
    }
}
