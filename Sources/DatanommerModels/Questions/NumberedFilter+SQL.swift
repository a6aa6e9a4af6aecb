// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The conditions that a filter makes.
extension NumberedFilter {
    /// All of them, on `messages AS m`.
    func condition(_ dialect: Dialect) -> SQL {
        if meansNothing { return "FALSE" }
        let conditions = time("m.timestamp") + own(dialect) + named(dialect) + about(.message, dialect)
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }

    /// The bounds in time, on the column that holds it.
    func time(_ timestamp: SQL) -> [SQL] {
        (filter.start.map { ["\(timestamp) >= \($0)"] } ?? []) + (filter.end.map { ["\(timestamp) <= \($0)"] } ?? [])
    }

    /// The bounds in time of a key, and of the days that are walked to come to it.
    func time(_ key: MessageKey, _ dialect: Dialect) -> [SQL] {
        guard let day = key.walkedDay(dialect) else { return time(key.timestamp) }
        return (filter.start.map { ["\(day) >= \($0.dayNumber)"] } ?? [])
            + (filter.end.map { ["\(day) <= \($0.dayNumber)"] } ?? []) + time(key.timestamp)
    }

    /// What the message's own row tells beside its time and names.
    func own(_ dialect: Dialect) -> [SQL] {
        var conditions: [SQL] = []
        if !filter.msgIDs.isEmpty { conditions.append(MessageTable.isAmong(filter.msgIDs, dialect)) }
        if !filter.contains.isEmpty {
            let spellings = filter.contains.flatMap(Self.spellings).exactlyUnique
            conditions.append("(\(spellings.map { Self.occurs($0, dialect) }.joined(separator: " OR ")))")
        }
        return conditions
    }

    /// The message's topic and category, by their numbers in `m`: a message or a counter.
    func named(_ dialect: Dialect, except known: NameTable? = nil) -> [SQL] {
        [NameTable.topics, .categories].flatMap { table -> [SQL] in
            let wanted = table == known ? nil : wanted[table]
            return (wanted.map { [Self.isAmong(table.number("m"), $0, dialect)] } ?? [])
                + (unwanted[table].map { ["NOT (\(Self.isAmong(table.number("m"), $0, dialect)))"] } ?? [])
        }
    }

    /// The users and packages that the message is about, looked for at its key.
    ///
    /// - Parameter isWalk: whether each key is looked at in turn, until there are enough.
    func about(
        _ key: MessageKey, _ dialect: Dialect, except known: NameTable? = nil, isWalk: Bool = false
    ) -> [SQL] {
        [NameTable.users, .packages].flatMap { table -> [SQL] in
            let wanted = table == known ? nil : wanted[table]
            return (wanted.map { [key.exists(ways(from: table, $0, to: key, dialect), isWalk)] } ?? [])
                + (unwanted[table].map { [key.lacks(ways(from: table, $0, to: key, dialect), isWalk)] } ?? [])
        }
    }

    /// The ways that lead from some names to one message.
    private func ways(from table: NameTable, _ numbers: [Int64], to key: MessageKey, _ dialect: Dialect) -> SQL {
        """
        SELECT 1 FROM \(SQL(text: table.ways?.name ?? table.rawValue)) AS about
        WHERE \(Self.isAmong(table.number("about"), numbers, dialect)) AND \(key.isLedToByAbout(dialect))
        """
    }

    /// One number is told from several, so that SQLite sees that an index by it is in order.
    static func isAmong(_ column: SQL, _ numbers: [Int64], _ dialect: Dialect) -> SQL {
        numbers.count == 1 ? "\(column) = \(numbers[0])" : SQL.isAmong(column, numbers, dialect)
    }

    /// PostgreSQL's `strpos` is SQLite's `instr`; both compare characters, not patterns.
    private static func occurs(_ text: String, _ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "strpos(m.msg, \(text)) > 0"
        case .sqlite: "instr(m.msg, \(text)) > 0"
        }
    }

    /// How a text may stand in a body: as it is, or as a JSON string spells it (fedmsg's own encoder writes `ž` as
    /// `\u017e`, others write it as it is, or with upper-case digits).
    private static func spellings(_ text: String) -> [String] {
        // A raw NUL stands in no valid JSON, and in no PostgreSQL value.
        ([text] + String.JSONSpelling.allCases.map { text.spelled($0) }).filter { !$0.utf8.contains(0) }
    }
}
