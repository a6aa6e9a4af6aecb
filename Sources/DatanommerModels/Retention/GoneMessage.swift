// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What has to be known of a removed message, so that everything that leads to it can follow.
struct GoneMessage: Hashable, Sendable {
    let position: Int64
    let msgID: String
    let timestamp: Timestamp
    let counter: CounterKey
    let users: [String]
    let packages: [String]

    /// Reads a row of `ExpiryTable.remove`.
    init(row: Row) throws(DatabaseError) {
        position = try row.integer(0)
        msgID = try row.text(1)
        timestamp = try row.timestamp(2)
        counter = CounterKey(topicID: try row.integer(3), categoryID: try row.integer(4))
        users = Message.names(try row.optionalText(5))
        packages = Message.names(try row.optionalText(6))
    }

    /// The values of `MessageTable.removeUser` or `removePackage`.
    func way(from name: Int64) -> [SQLValue] {
        [.integer(name), .timestamp(timestamp), .integer(position), .text(msgID)]
    }
}
