// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How far an expiry is, in the order in which messages expire: by time, then by position.
struct ExpiryPlace: Hashable, Sendable {
    let timestamp: Timestamp
    let position: Int64

    /// The place of a message.
    init(timestamp: Timestamp, position: Int64) {
        self.timestamp = timestamp
        self.position = position
    }

    /// Behind everything that was said before a moment, and before everything else.
    init(before moment: Timestamp) {
        self.init(timestamp: Timestamp(microseconds: moment.microseconds - 1), position: .max)
    }

    /// Reads a row of `ExpiryTable.lastOfOldest`.
    init(row: Row) throws(DatabaseError) {
        self.init(timestamp: try row.timestamp(0), position: try row.integer(1))
    }
}
