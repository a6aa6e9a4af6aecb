// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Some messages, and where to go on.
public struct MessagePage: Hashable, Sendable {
    /// The messages, in the order asked for.
    public let messages: [Message]
    /// Where the next page begins; nil after the last message.
    public let next: MessageCursor?
}

extension Archive {
    /// One page of the messages that a filter means, ordered by time, then position.
    ///
    /// - Parameters:
    ///   - after: where the page before ended; nil begins at the beginning.
    ///   - limit: how many messages a page holds, at least 1.
    /// - Throws: `DatabaseError`.
    public func grep(
        _ filter: MessageFilter, order: MessageOrder = .asc, after: MessageCursor? = nil, limit: Int = 100
    ) async throws -> MessagePage {
        let statement = MessageTable.select(
            where: filter.condition(dialect) + order.after(after), order: "\(order.clause) LIMIT \(limit + 1)")
        let rows = try await database.withConnection { try $0.execute(statement) }
        let messages = try rows.prefix(limit).map { try Message(row: $0) }
        return MessagePage(messages: messages, next: rows.count > limit ? messages.last.map(MessageCursor.init) : nil)
    }

    /// Where a page begins, counted from 1, for those who have no cursor; nil when there is no such page, or it is the
    /// first. Reads the keys of all pages before it.
    ///
    /// - Throws: `DatabaseError`.
    public func cursor(ofPage page: Int, rowsPerPage rows: Int, _ filter: MessageFilter, order: MessageOrder)
        async throws -> MessageCursor?
    {
        let (before, overflow) = (page - 1).multipliedReportingOverflow(by: rows)
        guard page > 1, !overflow else { return nil }
        let statement: SQL = """
            SELECT m.timestamp, m.id FROM messages AS m WHERE \(filter.condition(dialect))
            \(order.clause) LIMIT 1 OFFSET \(before - 1)
            """
        let row = try await database.withConnection { try $0.execute(statement) }.first
        return try row.map { MessageCursor(timestamp: try $0.timestamp(0), position: try $0.integer(1)) }
    }

    /// Reads all messages that a filter means one by one, in flat memory, ordered by time, then position.
    ///
    /// - Parameter body: called for each message, off Swift's thread pool; when it throws, reading ends with its error.
    /// - Throws: `DatabaseError`, or what the body throws.
    public func forEachMessage(
        _ filter: MessageFilter = MessageFilter(), order: MessageOrder = .asc, after: MessageCursor? = nil,
        _ body: @escaping @Sendable (Message) throws -> Void
    ) async throws {
        let statement = MessageTable.select(
            where: filter.condition(dialect) + order.after(after), order: order.clause)
        try await database.withConnection { connection in
            try connection.stream(statement) { row in try body(try Message(row: row)) }
        }
    }

    /// The newest position; 0 in an empty archive.
    ///
    /// - Throws: `DatabaseError`.
    public func newestPosition() async throws -> Int64 {
        try await database.withConnection { try $0.execute(MessageTable.newestPosition) }.first?.integer(0) ?? 0
    }

    /// Messages that arrived after one position, up to another, in order of arrival.
    ///
    /// - Parameter limit: how many at the most.
    /// - Returns: the messages, and the position up to which there are no others.
    /// - Throws: `DatabaseError`.
    public func arrivals(
        after position: Int64, upTo newest: Int64, _ filter: MessageFilter = MessageFilter(), limit: Int = 500
    ) async throws -> (messages: [Message], position: Int64) {
        guard newest > position else { return ([], position) }
        let statement = MessageTable.select(
            where: "m.id > \(position) AND m.id <= \(newest) AND \(filter.condition(dialect))",
            order: "ORDER BY m.id LIMIT \(limit)")
        let messages = try await database.withConnection { try $0.execute(statement) }.map { try Message(row: $0) }
        return (messages, messages.count < limit ? newest : messages.last?.position ?? newest)
    }
}

extension MessageOrder {
    /// The order of time, then position.
    var clause: SQL {
        switch self {
        case .asc: "ORDER BY m.timestamp, m.id"
        case .desc: "ORDER BY m.timestamp DESC, m.id DESC"
        }
    }

    /// The condition, with AND before it, that leaves out what a cursor is past.
    func after(_ cursor: MessageCursor?) -> SQL {
        guard let cursor else { return "" }
        return switch self {
        case .asc: " AND (m.timestamp, m.id) > (\(cursor.timestamp), \(cursor.position))"
        case .desc: " AND (m.timestamp, m.id) < (\(cursor.timestamp), \(cursor.position))"
        }
    }
}
