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
        // From here to the commit nobody appends: up to the last of the oldest no other message can come in between,
        // and the counters stay as they are.
        try connection.lockForAppending(journal: MessageTable.journal)
        try connection.refuseWhilePartitioning()
        let last = try connection.execute(ExpiryTable.lastOfOldest(before: moment, count: limit)).first
        guard let last else { return 0 }
        let place = try ExpiryPlace(row: last)
        var gone: [GoneMessage] = []
        for row in try connection.execute(ExpiryTable.remove(upTo: place)) { gone.append(try GoneMessage(row: row)) }
        try remove(.users, gone, \.users, MessageTable.removeUser, on: connection)
        try remove(.packages, gone, \.packages, MessageTable.removePackage, on: connection)
        var lowering = CounterLowering()
        for message in gone { lowering.count(message.counter) }
        try lowering.run(on: connection)
        return gone.count
    }

    /// Removes the ways by their exact keys, which the message's own row tells: nothing is searched for.
    private func remove(
        _ table: NameTable, _ gone: [GoneMessage], _ names: (GoneMessage) -> [String], _ statement: String,
        on connection: any Connection
    ) throws(DatabaseError) {
        let all = gone.flatMap(names).exactlyUnique
        guard !all.isEmpty else { return }
        var numbers: [ExactText: Int64] = [:]
        for row in try connection.execute(table.rows(named: all, connection.dialect)) {
            numbers[ExactText(try row.text(1))] = try row.integer(0)
        }
        let rows = gone.flatMap { message in
            names(message).compactMap { numbers[ExactText($0)].map(message.way) }
        }
        if !rows.isEmpty { try connection.execute(statement, forEach: rows) }
    }
}
