// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The one transaction that removes some of the oldest messages with the ways that lead to them, and counts them out.
struct ExpiryBatch: Sendable {
    /// Only what was said before it goes.
    let moment: Timestamp
    /// How many messages go at the most.
    let limit: Int

    /// How many went; fewer than the limit: there are no more.
    ///
    /// - Throws: `DatabaseError`; `PartitioningError` while the tables are being partitioned.
    func run(on connection: any Connection) throws -> Int {
        try connection.lockForAppending(journal: ExpiryTable.journal)
        // From here to the commit nobody appends: up to the last of the oldest no other message can come in between,
        // and the counters stay as they are.
        try connection.lockForAppending(journal: MessageTable.journal)
        try connection.refuseWhilePartitioning()
        let last = try connection.execute(ExpiryTable.lastOfOldest(before: moment, count: limit)).first
        guard let last else { return 0 }
        let place = try ExpiryPlace(row: last)
        var gone: [GoneMessage] = []
        for row in try connection.execute(ExpiryTable.remove(upTo: place)) { gone.append(try GoneMessage(row: row)) }
        try removeWays(.users, from: gone.flatMap(\.users), .users, upTo: place, on: connection)
        try removeWays(.packages, from: gone.flatMap(\.packages), .packages, upTo: place, on: connection)
        if connection.dialect == .sqlite {
            try connection.execute(DayTable.removeEmpty(upTo: place.timestamp.dayNumber))
        }
        var lowering = CounterLowering()
        for message in gone { lowering.count(message.counter) }
        try lowering.run(on: connection)
        let positions = gone.map(\.position)
        try UnreadCount(upTo: positions.max() ?? 0, on: connection) { after in
            Int64(positions.count { $0 > after })
        }.run(on: connection)
        return gone.count
    }

    /// Removes the ways from the names that the messages' own rows tell, each a stretch of an index: nothing is searched for.
    /// In SQLite that is a stretch of the last day; those of the days before go whole.
    private func removeWays(
        _ ways: WayTable, from names: [String], _ table: NameTable, upTo place: ExpiryPlace,
        on connection: any Connection
    ) throws(DatabaseError) {
        let dialect = connection.dialect
        if dialect == .sqlite { try connection.execute(ways.remove(beforeDay: place.timestamp.dayNumber)) }
        guard !names.isEmpty else { return }
        let numbers = try connection.execute(table.rows(named: names.exactlyUnique, connection.dialect))
        let rows = try numbers.map { row throws(DatabaseError) in
            [.integer(try row.integer(0)), .timestamp(place.timestamp), .integer(place.position)] as [SQLValue]
        }
        if !rows.isEmpty { try connection.execute(ways.remove(upToMessage: dialect), forEach: rows) }
    }
}
