// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// How many frames were set aside, by reason.
    ///
    /// - Throws: `DatabaseError`.
    public func setAsideCounts(matching filter: SetAsideFilter = SetAsideFilter()) async throws -> [String: Int] {
        let statement = QuarantineTable.counts(where: filter.condition(dialect))
        let rows = try await database.withConnection { try $0.execute(statement) }
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text(0), Int(try $0.integer(1))) })
    }

    /// Tells what was set aside, without its bytes, in order of arrival and in flat memory.
    ///
    /// - Parameters:
    ///   - filter: which of it is meant.
    ///   - limit: how many at the most, the newest ones; nil tells all.
    ///   - body: called for each, off Swift's thread pool; when it throws, reading ends with its error.
    /// - Throws: `DatabaseError`, or what the body throws.
    public func forEachSetAside(
        _ filter: SetAsideFilter = SetAsideFilter(), limit: Int? = nil,
        _ body: @escaping @Sendable (SetAsideEntry) throws -> Void
    ) async throws {
        let statement = QuarantineTable.entries(where: filter.condition(dialect), limit: limit)
        try await database.withConnection { connection in
            try connection.stream(statement) { row in try body(try SetAsideEntry(row: row)) }
        }
    }

    /// Everything of what is kept under some numbers, in order of arrival; what is not there is left out.
    ///
    /// - Throws: `DatabaseError`.
    public func setAside(withIDs ids: [Int64]) async throws -> [KeptSetAside] {
        let statement = QuarantineTable.kept(ids, dialect)
        return try await database.withConnection { try $0.execute(statement) }.map { try KeptSetAside(row: $0) }
    }

    /// Everything of some that were set aside, in order of arrival.
    ///
    /// - Parameters:
    ///   - filter: which of it is meant.
    ///   - after: the number that a part before ended with; 0 begins at the beginning.
    ///   - limit: how many at the most, at least 1.
    ///   - bytes: how many bytes their frames may have together; a larger one comes alone.
    /// - Returns: none after the last one.
    /// - Throws: `DatabaseError`.
    public func setAside(
        matching filter: SetAsideFilter, after: Int64 = 0, limit: Int = 500, bytes: Int = 8 << 20
    ) async throws -> [KeptSetAside] {
        let sizes = QuarantineTable.sizes(where: filter.condition(dialect), after: after, limit: limit)
        var ids: [Int64] = []
        var sum: Int64 = 0
        for row in try await database.withConnection({ try $0.execute(sizes) }) {
            sum += try row.integer(1)
            guard ids.isEmpty || sum <= Int64(bytes) else { break }
            ids.append(try row.integer(0))
        }
        return ids.isEmpty ? [] : try await setAside(withIDs: ids)
    }

    /// The numbers of what is kept, in order of arrival.
    ///
    /// - Throws: `DatabaseError`.
    package func setAsideNumbers(_ filter: SetAsideFilter) async throws -> [Int64] {
        let statement = QuarantineTable.sizes(where: filter.condition(dialect), after: 0, limit: .max)
        return try await database.withConnection { try $0.execute(statement) }.map { try $0.integer(0) }
    }

    /// The number of what was set aside last; 0 when nothing was.
    ///
    /// - Throws: `DatabaseError`.
    public func newestSetAside() async throws -> Int64 {
        try await database.withConnection { try $0.execute(QuarantineTable.newest) }.first?.integer(0) ?? 0
    }

    /// Takes away for good what was set aside until now, in transactions of some hundred.
    ///
    /// - Parameters:
    ///   - filter: which of it is meant.
    ///   - progress: told how many went with each transaction.
    /// - Returns: how many went.
    /// - Throws: `DatabaseError`; what went before it is gone.
    @discardableResult
    public func dropSetAside(
        matching filter: SetAsideFilter, progress: (Int) -> Void = { _ in }
    ) async throws -> Int {
        let condition: SQL = "id <= \(try await newestSetAside()) AND \(filter.condition(dialect))"
        var dropped = 0
        while true {
            let statement = QuarantineTable.remove(where: condition, limit: 500)
            let count = try await database.transaction { try $0.execute(statement).count }
            guard count > 0 else { return dropped }
            dropped += count
            progress(count)
        }
    }
}
