// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How far an expiry is, in the order in which messages expire: by time, then by position.
struct ExpiryPlace: Hashable, Sendable {
    let timestamp: Timestamp
    let position: Int64

    /// Reads a row of `ExpiryTable.lastOfOldest`.
    init(row: Row) throws(DatabaseError) {
        timestamp = try row.timestamp(0)
        position = try row.integer(1)
    }
}
