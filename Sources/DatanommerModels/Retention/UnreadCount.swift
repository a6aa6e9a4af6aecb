// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How many of the messages that expire each feed had not read yet: it will never see them, and that is not to go unsaid.
struct UnreadCount: Sendable {
    private var counts: [String: Int64] = [:]

    /// Counts what goes.
    ///
    /// - Parameters:
    ///   - highest: the highest position of what goes; feeds that are past it are not asked about.
    ///   - count: how much of what goes has a higher position than this.
    init(
        upTo highest: Int64, on connection: any Connection, _ count: (Int64) throws(DatabaseError) -> Int64
    ) throws(DatabaseError) {
        var known: [Int64: Int64] = [:]
        for row in try connection.execute(BookmarkTable.behind(highest)) {
            let position = try row.integer(1)
            if known[position] == nil { known[position] = try count(position) }
            if let unread = known[position], unread > 0 { counts[try row.text(0)] = unread }
        }
    }

    /// Writes it to the bookmarks, in the transaction that removes the messages.
    func run(on connection: any Connection) throws(DatabaseError) {
        let rows = counts.sorted { $0.key < $1.key }.map { [SQLValue.text($0.key), .integer($0.value)] }
        if !rows.isEmpty { try connection.execute(BookmarkTable.expire, forEach: rows) }
    }
}
