// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What has to be known of a removed message, so that everything that leads to it can follow.
struct GoneMessage: Hashable, Sendable {
    let counter: CounterKey
    let users: [String]
    let packages: [String]
    let position: Int64

    /// Reads a row of `ExpiryTable.remove`.
    init(row: Row) throws(DatabaseError) {
        counter = CounterKey(topicID: try row.integer(0), categoryID: try row.integer(1))
        users = Message.names(try row.optionalText(2))
        packages = Message.names(try row.optionalText(3))
        position = try row.integer(4)
    }
}
