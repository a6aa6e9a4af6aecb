// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Which index leads: the one with the fewest messages.
extension MessageWalk {
    /// How many ways are counted at the most, some milliseconds' work: as many as a topic or category has that might lead
    /// instead, but within these bounds.
    private static let mostCounted: ClosedRange<Int64> = 10_000...100_000

    /// Looks what there is, and chooses; nil where no message is meant.
    ///
    /// - Parameter isWhole: whether all messages are wanted, not a page of them.
    init?(_ filter: NumberedFilter, isWhole: Bool = false, on connection: any Connection) throws(DatabaseError) {
        guard !filter.meansNothing else { return nil }
        let dialect = connection.dialect
        var candidates: [(table: NameTable, messages: Int64)] = []
        for table in [NameTable.topics, .categories, .users, .packages] {
            guard let numbers = filter.wanted[table] else { continue }
            // Where nothing else could lead, whether there are any is found out by the walk itself.
            if filter.wanted.count == 1, table.ways != nil {
                candidates.append((table, 1))
                continue
            }
            let fewest = candidates.lazy.filter { $0.table.ways == nil }.map(\.messages).min() ?? 0
            let most = min(max(fewest, Self.mostCounted.lowerBound), Self.mostCounted.upperBound)
            let counting = Self.counting(table, numbers, filter, dialect, most: most)
            candidates.append((table, try connection.execute(counting).first?.integer(0) ?? 0))
        }
        guard !candidates.contains(where: { $0.messages == 0 }) else { return nil }
        let named = filter.named(dialect)
        if named.count > 1 {
            // Topics and categories that exclude one another.
            let total = CounterTable.total(where: named.joined(separator: " AND "))
            guard try connection.execute(total).first?.integer(0) ?? 0 > 0 else { return nil }
        }
        let all = isWhole ? try connection.execute(CounterTable.total(where: "TRUE")).first?.integer(0) : nil
        lead = Self.lead(of: candidates, filter, all: all)
        self.filter = filter
        self.dialect = dialect
    }

    /// The decision: identities, else the names with the fewest messages, else time.
    ///
    /// - Parameter all: how many messages there are where all that are meant are wanted. Where several names have a large
    ///   part of them, it is cheapest to read the others too, in order.
    static func lead(
        of candidates: [(table: NameTable, messages: Int64)], _ filter: NumberedFilter, all: Int64?
    ) -> Lead {
        if !filter.filter.msgIDs.isEmpty { return .identities }
        guard let fewest = candidates.min(by: { $0.messages < $1.messages }),
            let numbers = filter.wanted[fewest.table]
        else { return .time }
        if let all, numbers.count > 1, fewest.table.ways == nil, fewest.messages * 4 > all { return .time }
        return .names(fewest.table, numbers)
    }

    /// How many messages some names have: topics and categories tell, of others some are counted.
    private static func counting(
        _ table: NameTable, _ numbers: [Int64], _ filter: NumberedFilter, _ dialect: Dialect, most: Int64
    ) -> SQL {
        guard let ways = table.ways else {
            return CounterTable.total(where: NumberedFilter.isAmong(table.number("m"), numbers, dialect))
        }
        let conditions =
            WayTable.isOfDay("way", dialect) + [NumberedFilter.isAmong(table.number("way"), numbers, dialect)]
            + filter.time(.way, dialect)
        return """
            SELECT count(*) FROM (SELECT 1 AS one FROM \(ways.source(as: "way", dialect))
                WHERE \(conditions.joined(separator: " AND ")) LIMIT \(most)) AS counted
            """
    }
}
