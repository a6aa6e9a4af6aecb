// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Append {
    /// Follows the publishers' numbers, and writes down what is missing, in the transaction of the messages themselves:
    /// a crash can come before both or after both.
    ///
    /// - Parameter known: the identities that were stored before.
    func follow(known: KnownIdentities, on connection: any Connection) throws(DatabaseError)
        -> SequenceChanges?
    {
        guard !spoken.isEmpty else { return nil }
        let publishers = spoken.map(\.publisher).exactlyUnique
        let places = try places(of: publishers, on: connection)
        let isBehind = spoken.contains { places[$0.publisher]?.tracker.isBehind($0.number) ?? false }
        let awaited = isBehind ? try missing(of: publishers, on: connection) : [:]
        let seen = isBehind ? try seen(known, on: connection) : []
        var changes = SequenceChanges(places: places, known: seen, awaited: awaited)
        for number in spoken { changes.heard(number) }
        try store(changes, on: connection)
        return changes
    }

    /// The identities that were stored before, those of the first half of a halved batch among them.
    private func seen(_ known: KnownIdentities, on connection: any Connection) throws(DatabaseError)
        -> Set<ExactText>
    {
        var seen = known.msgIDs
        let batch = Set(batch.map { ExactText($0.msgID) })
        let others = spoken.compactMap(\.msgID).filter { !batch.contains(ExactText($0)) }
        guard !others.isEmpty else { return seen }
        for row in try connection.execute(MessageTable.known(others, connection.dialect)) {
            seen.insert(ExactText(try row.text(0)))
        }
        return seen
    }

    private func places(of publishers: [String], on connection: any Connection) throws(DatabaseError)
        -> [String: SequenceChanges.Place]
    {
        var places: [String: SequenceChanges.Place] = [:]
        for row in try connection.execute(SequenceTable.places(of: publishers, connection.dialect)) {
            places[try row.text(0)] = try SequenceChanges.Place(row: row)
        }
        return places
    }

    private func missing(of publishers: [String], on connection: any Connection) throws(DatabaseError)
        -> [String: [ClosedRange<Int64>]]
    {
        var missing: [String: [ClosedRange<Int64>]] = [:]
        for row in try connection.execute(GapTable.missing(of: publishers, connection.dialect)) {
            let (first, last) = (try row.integer(1), try row.integer(2))
            if first <= last { missing[try row.text(0), default: []].append(first...last) }
        }
        return missing
    }

    private func store(_ changes: SequenceChanges, on connection: any Connection) throws(DatabaseError) {
        // In one order, so that two writers cannot deadlock.
        let rows = changes.places.sorted { $0.key < $1.key }.filter { $0.value.tracker.last != nil }
            .map { $0.value.values(of: $0.key) }
        if !rows.isEmpty { try connection.execute(SequenceTable.set, forEach: rows) }
        let now = Timestamp.now
        if !changes.begunAnew.isEmpty {
            let among = SQL.isAmong("source", changes.begunAnew, connection.dialect)
            try connection.execute(GapTable.giveUp(where: among, at: now, detail: SequenceChanges.anewDetail))
        }
        let gaps = changes.gaps.map { $0.values(noticedAt: now, now: now) }
        if !gaps.isEmpty { try connection.execute(GapTable.insert, forEach: gaps) }
    }
}
