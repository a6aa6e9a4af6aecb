// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// What was not heard, in the order in which it was noticed.
    ///
    /// A gap that has no times of its own stands where it was noticed.
    ///
    /// - Parameters:
    ///   - states: in which states.
    ///   - since: not gaps that ended before this time.
    ///   - before: not gaps that began after this time.
    /// - Throws: `DatabaseError`.
    public func gaps(
        _ states: [Gap.State] = [.open, .lost], since: Timestamp? = nil, before: Timestamp? = nil
    ) async throws -> [Gap] {
        let statement = GapTable.gaps(states, since: since, before: before, dialect)
        return try await database.withConnection { try $0.execute(statement) }.map { try Gap(row: $0) }
    }

    /// The open gaps of a source, those that were noticed first before the others.
    ///
    /// - Throws: `DatabaseError`.
    package func openGaps(of source: String, limit: Int = 100) async throws -> [Gap] {
        let statement = GapTable.open(of: source, limit: limit)
        return try await database.withConnection { try $0.execute(statement) }.map { try Gap(row: $0) }
    }

    /// Writes down a gap that is noticed now.
    ///
    /// - Throws: `DatabaseError`.
    package func note(_ gap: NewGap) async throws {
        let now = Timestamp.now
        try await database.transaction { connection in
            _ = try connection.execute(GapTable.insert, forEach: [gap.values(noticedAt: now, now: now)])
        }
    }

    /// Puts parts in the place of an open gap: what of it was filled, what was lost, what is still open.
    ///
    /// One that is no longer open is left as it is: its publisher has begun anew meanwhile.
    ///
    /// - Returns: whether the gap was open.
    /// - Throws: `DatabaseError`.
    package func settle(_ gap: Gap, as parts: [NewGap]) async throws -> Bool {
        try await database.transaction { connection in
            guard let taken = try connection.execute(GapTable.takeOpen(gap.id)).first else { return false }
            let noticedAt = try taken.timestamp(0)
            try connection.execute(
                GapTable.insert, forEach: parts.map { $0.values(noticedAt: noticedAt, now: .now) })
            return true
        }
    }

    /// Gives up open gaps of sources other than these: there is nobody to ask.
    ///
    /// - Throws: `DatabaseError`.
    package func giveUpGaps(exceptOf sources: [String], detail: String) async throws {
        let condition: SQL = "NOT (\(SQL.isAmong("source", sources, dialect)))"
        let statement = GapTable.giveUp(where: condition, at: .now, detail: detail)
        _ = try await database.withConnection { try $0.execute(statement) }
    }

    /// The time of the newest message that was not said later than a time; nil when there is none.
    ///
    /// - Throws: `DatabaseError`.
    package func newestTime(upTo limit: Timestamp) async throws -> Timestamp? {
        let statement: SQL = """
            SELECT timestamp FROM messages WHERE timestamp <= \(limit) ORDER BY timestamp DESC LIMIT 1
            """
        return try await database.withConnection { try $0.execute(statement) }.first?.timestamp(0)
    }
}
