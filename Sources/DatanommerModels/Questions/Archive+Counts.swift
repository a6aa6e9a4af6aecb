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
    /// are; otherwise it counts the messages that are meant.
    ///
    /// - Throws: `DatabaseError`.
    public func counts(of grouping: MessageGrouping, matching filter: MessageFilter = MessageFilter()) async throws
        -> [MessageCount]
    {
        let table: SQL = grouping == .topics ? "topics" : "categories"
        let column: SQL = grouping == .topics ? "m.topic_id" : "m.category_id"
        let condition = filter.condition(dialect)
        let statement: SQL =
            filter.isAnsweredByCounters
            ? CounterTable.counts(of: table, by: column, where: condition)
            : MessageTable.counts(of: table, by: column, where: condition)
        let rows = try await database.withConnection { try $0.execute(statement) }
        return try rows.map { MessageCount(name: try $0.text(0), messages: Int(try $0.integer(1))) }
            .sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// How many messages are meant in all.
    ///
    /// - Throws: `DatabaseError`.
    public func count(_ filter: MessageFilter = MessageFilter()) async throws -> Int {
        let condition = filter.condition(dialect)
        let statement =
            filter.isAnsweredByCounters
            ? CounterTable.total(where: condition) : MessageTable.total(where: condition)
        return Int(try await database.withConnection { try $0.execute(statement) }.first?.integer(0) ?? 0)
    }
}
