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
        try await database.withConnection { connection in
            guard let walk = try MessageWalk(NumberedFilter(filter, connection), on: connection) else {
                return MessagePage(messages: [], next: nil)
            }
            var keys: [FoundKey] = []
            for row in try connection.execute(walk.keys(order, after: after, limit: limit + 1)) {
                keys.append(try FoundKey(row: row, connection.dialect))
            }
            let page = Array(keys.prefix(limit))
            let next =
                keys.count > limit ? page.last.map { MessageCursor(timestamp: $0.timestamp, position: $0.id) } : nil
            return MessagePage(messages: try page.messages(connection), next: next)
        }
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
        let row = try await database.withConnection { connection -> Row? in
            guard let walk = try MessageWalk(NumberedFilter(filter, connection), on: connection) else { return nil }
            let keys = walk.keys(order, limit: before)
            return try connection.execute(
                "SELECT timestamp, id FROM (\(keys)) AS k \(order.clause("timestamp", "id")) LIMIT 1 OFFSET \(before - 1)"
            ).first
        }
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
        try await database.withConnection { connection in
            try connection.snapshotOfMessages {
                let numbered = try NumberedFilter(filter, connection)
                guard let walk = try MessageWalk(numbered, isWhole: true, on: connection) else { return }
                let statement =
                    walk.isDirect
                    ? MessageTable.select(
                        where: walk.condition(order, after: after), order: order.clause("m.timestamp", "m.id"))
                    : MessageTable.select(of: walk.keys(order, after: after, limit: nil), order, connection.dialect)
                try connection.stream(statement) { row in try body(try Message(row: row)) }
            }
        }
    }

    /// The same messages as a dump tells them, each a line of JSON without its end.
    ///
    /// All are read from one state of the archive, and go from the database's memory to the line as they are.
    ///
    /// - Parameter body: called for each line, off Swift's thread pool. The bytes must not leave it. When it throws, reading
    ///   ends with its error.
    /// - Throws: `DatabaseError`, or what the body throws.
    package func forEachLine(
        _ filter: MessageFilter = MessageFilter(), order: MessageOrder = .asc, after: MessageCursor? = nil,
        _ body: @escaping @Sendable (UnsafeRawBufferPointer) throws -> Void
    ) async throws {
        try await database.withConnection { connection in
            try connection.snapshotOfMessages {
                let numbered = try NumberedFilter(filter, connection)
                guard let walk = try MessageWalk(numbered, isWhole: true, on: connection) else { return }
                let texts = try NameTexts(connection)
                var writer = ObjectWriter()
                try connection.lend(walk.lines(texts, order, after: after)) { row in
                    writer.restart()
                    try writer.add(MessageRow(row: row, names: texts))
                    try writer.finish(body)
                }
            }
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
        let rows = try await database.withConnection { connection in
            let condition = try NumberedFilter(filter, connection).condition(connection.dialect)
            return try connection.execute(
                MessageTable.select(
                    where: "m.id > \(position) AND m.id <= \(newest) AND \(condition)",
                    order: "ORDER BY m.id LIMIT \(limit)"))
        }
        let messages = try rows.map { try Message(row: $0) }
        return (messages, messages.count < limit ? newest : messages.last?.position ?? newest)
    }
}

extension Connection {
    /// Lets the body see one state of the archive, and keeps the tables of messages from being exchanged meanwhile.
    ///
    /// A state that is taken before a partition is divided, or a table swapped for a partitioned one, does not show the rows
    /// that the new table got: the tables are held first, which takes no state.
    func snapshotOfMessages<R>(_ body: () throws -> R) throws -> R {
        try snapshot {
            if dialect == .postgresql { try run(script: PartitionTable.hold) }
            return try body()
        }
    }
}
