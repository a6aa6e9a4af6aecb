// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How the messages that a filter means are found: along one index that is in the order of time, with a look at each
/// message whether it is one of them.
///
/// A page is read by its keys first. Each wanted value has a branch of its own, which walks an index in order and stops
/// after a page; so a page costs what the branches read, however large the archive.
struct MessageWalk: Hashable, Sendable {
    /// Which index leads.
    enum Lead: Hashable, Sendable {
        /// That of all messages in time.
        case time
        /// The primary key, by identities.
        case identities
        /// That of the messages that have some names of a table.
        case names(NameTable, [Int64])
    }

    let lead: Lead
    let filter: NumberedFilter
    let dialect: Dialect

    /// With more values than this there is one branch for all, which finds all its keys and sorts them.
    static let mostBranches = 32

    /// The keys of the messages, in order: SELECTs `MessageKey.names`, each message once.
    ///
    /// - Parameter limit: how many at the most; nil: all.
    func keys(_ order: MessageOrder, after cursor: MessageCursor? = nil, limit: Int?) -> SQL {
        let branches = groups(areSeparate: limit != nil).map { numbers in
            branch(numbers, past(cursor, order), order, limit)
        }
        guard branches.count > 1 else { return branches[0] }
        let all = branches.map { "SELECT \(MessageKey.names(dialect)) FROM (\($0)) AS branch" as SQL }
        return "\(all.joined(separator: " UNION ")) \(order.clause("timestamp", "id")) \(Self.limit(limit))"
    }

    /// Whether all messages are best read from their table itself, not by way of their keys.
    var isDirect: Bool {
        switch lead {
        case .time, .identities: true
        case .names(let table, let numbers): table.ways == nil && numbers.count == 1
        }
    }

    /// All messages that are meant, as `MessageRow` reads them.
    func lines(_ texts: NameTexts, _ order: MessageOrder, after cursor: MessageCursor?) -> SQL {
        isDirect
            ? MessageTable.lines(
                texts, where: condition(order, after: cursor), order: order.clause("m.timestamp", "m.id"))
            : MessageTable.lines(texts, of: keys(order, after: cursor, limit: nil), order, dialect)
    }

    /// The condition on `messages AS m`, without keys.
    func condition(_ order: MessageOrder, after cursor: MessageCursor?) -> SQL {
        ([filter.condition(dialect)] + (cursor.map { order.isPast($0, .message, dialect) } ?? []))
            .joined(separator: " AND ")
    }

    /// The columns that the walk goes by.
    private var key: MessageKey { isAlongWays ? .way : .message }

    private var isAlongWays: Bool {
        if case .names(let table, _) = lead { table.ways != nil } else { false }
    }

    /// The numbers of names that lead, those of a branch together; of another lead there is one branch without any.
    private func groups(areSeparate: Bool) -> [[Int64]] {
        guard case .names(_, let numbers) = lead else { return [[]] }
        return areSeparate && numbers.count <= Self.mostBranches ? numbers.map { [$0] } : [numbers]
    }

    /// The condition that a message has one of the names that lead.
    private func leads(_ numbers: [Int64]) -> [SQL] {
        guard case .names(let table, _) = lead else { return [] }
        return [NumberedFilter.isAmong(table.number(isAlongWays ? "way" : "m"), numbers, dialect)]
    }

    private func past(_ cursor: MessageCursor?, _ order: MessageOrder) -> [SQL] {
        cursor.map { order.isPast($0, key, dialect) } ?? []
    }

    private func branch(_ numbers: [Int64], _ past: [SQL], _ order: MessageOrder, _ limit: Int?) -> SQL {
        let all = ways + leads(numbers) + past + filter.time(key, dialect) + others(isWalk: limit != nil)
        // By several ways one message may be found more than once.
        let distinct: SQL = isAlongWays && numbers.count > 1 ? "DISTINCT" : ""
        return """
            SELECT \(distinct) \(key.named(dialect))
            FROM \(table) WHERE \(all.isEmpty ? "TRUE" : all.joined(separator: " AND "))
            \(limit == nil ? "" : order.clause(key, dialect)) \(Self.limit(limit))
            """
    }

    private var table: SQL {
        guard case .names(let table, _) = lead, let ways = table.ways else { return "messages AS m" }
        return ways.source(as: "way", dialect)
    }

    private var ways: [SQL] { isAlongWays ? WayTable.isOfDay("way", dialect) : [] }

    /// What is asked beside what leads.
    private func others(isWalk: Bool) -> [SQL] {
        guard case .names(let table, _) = lead else {
            return filter.own(dialect) + filter.named(dialect) + filter.about(key, dialect, isWalk: isWalk)
        }
        let about = filter.about(key, dialect, except: table, isWalk: isWalk)
        let own = filter.own(dialect) + filter.named(dialect, except: table)
        guard isAlongWays, !own.isEmpty else { return own + about }
        // The way is followed only after what it tells by itself.
        return about + [key.exists(followed(own), isWalk)]
    }

    /// The message that a way leads to, if it is as wanted.
    private func followed(_ conditions: [SQL]) -> SQL {
        let isThere = MessageKey.isAt("way", id: "message_id", dialect)
        return "SELECT 1 FROM messages AS m WHERE \(isThere) AND \(conditions.joined(separator: " AND "))"
    }

    private static func limit(_ limit: Int?) -> SQL {
        limit.map { "LIMIT \($0)" } ?? ""
    }
}

extension MessageOrder {
    /// The order of time, then position.
    func clause(_ timestamp: SQL, _ id: SQL) -> SQL { clause([timestamp, id]) }

    /// The same, of a key: by way of its day, where days are walked.
    func clause(_ key: MessageKey, _ dialect: Dialect) -> SQL {
        clause((key.walkedDay(dialect).map { [$0] } ?? []) + [key.timestamp, key.id])
    }

    private func clause(_ columns: [SQL]) -> SQL {
        switch self {
        case .asc: "ORDER BY \(columns.joined(separator: ", "))"
        case .desc: "ORDER BY \(columns.map { "\($0) DESC" as SQL }.joined(separator: ", "))"
        }
    }

    /// The conditions that leave out what a cursor is past. Of a comparison of rows PostgreSQL does not see which
    /// partitions it leaves out, so that the time stands alone, too, and for SQLite the day.
    func isPast(_ cursor: MessageCursor, _ key: MessageKey, _ dialect: Dialect) -> [SQL] {
        let (timestamp, id) = (key.timestamp, key.id)
        let (day, last) = (key.walkedDay(dialect), cursor.timestamp.dayNumber)
        switch self {
        case .asc:
            return (day.map { ["\($0) >= \(last)"] } ?? []) + [
                "\(timestamp) >= \(cursor.timestamp)",
                "(\(timestamp), \(id)) > (\(cursor.timestamp), \(cursor.position))",
            ]
        case .desc:
            return (day.map { ["\($0) <= \(last)"] } ?? []) + [
                "\(timestamp) <= \(cursor.timestamp)",
                "(\(timestamp), \(id)) < (\(cursor.timestamp), \(cursor.position))",
            ]
        }
    }
}
