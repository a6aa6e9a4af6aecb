// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Of what the newest message is wanted.
public enum LatestScope: Hashable, Sendable {
    /// Of one topic.
    case topic(String)
    /// Of one category.
    case category(String)
    /// Of the whole archive.
    case overall
    /// Of every category.
    case eachCategory
}

/// Which message is the newest.
public struct LatestMessage: Hashable, Sendable {
    /// The category it is filed under.
    public let category: String
    /// When it was said.
    public let timestamp: Timestamp
    /// Its identity.
    public let msgID: String
    let position: Int64
}

extension Archive {
    /// The newest message of each thing asked for, sorted by category: by time, then by position.
    ///
    /// It reads one row a topic, however many messages there are and however old the newest is.
    ///
    /// - Throws: `DatabaseError`.
    public func latest(_ scope: LatestScope) async throws -> [LatestMessage] {
        let statement = CounterTable.latest(where: scope.condition)
        let rows = try await database.withConnection { try $0.execute(statement) }
        let newest = try rows.map { row in
            LatestMessage(
                category: try row.text(0), timestamp: try row.timestamp(2), msgID: try row.text(1),
                position: try row.integer(3))
        }
        guard scope.isOne else {
            return newest.sorted { $0.category.utf8.lexicographicallyPrecedes($1.category.utf8) }
        }
        return newest.max { ($0.timestamp, $0.position) < ($1.timestamp, $1.position) }.map { [$0] } ?? []
    }

    /// The messages that were found to be the newest, in their order. One that is gone by now is left out.
    ///
    /// - Throws: `DatabaseError`.
    package func messages(_ latest: [LatestMessage]) async throws -> [Message] {
        let keys = latest.map { FoundKey(timestamp: $0.timestamp, id: $0.position, msgID: $0.msgID) }
        return try await database.withConnection { try keys.messages($0) }
    }

    /// The messages with some identities, in the order of those; what is not there is left out.
    ///
    /// - Throws: `DatabaseError`.
    public func messages(withIDs msgIDs: [String]) async throws -> [Message] {
        let statement = MessageTable.select(where: MessageTable.isAmong(msgIDs, dialect))
        let rows = try await database.withConnection { try $0.execute(statement) }
        let messages = try rows.map { try Message(row: $0) }
        let byID = Dictionary(messages.map { (ExactText($0.msgID), $0) }) { first, _ in first }
        return msgIDs.compactMap { byID[ExactText($0)] }
    }
}

extension LatestScope {
    /// The condition on the counters and their names.
    fileprivate var condition: SQL {
        switch self {
        case .topic(let name): "topics.name = \(name)"
        case .category(let name): "categories.name = \(name)"
        case .overall, .eachCategory: "TRUE"
        }
    }

    fileprivate var isOne: Bool { self != .eachCategory }
}
