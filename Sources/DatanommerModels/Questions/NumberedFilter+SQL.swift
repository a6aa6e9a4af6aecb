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

    /// What the message's own row tells beside its time and names.
    func own(_ dialect: Dialect) -> [SQL] {
        var conditions: [SQL] = []
        if !filter.msgIDs.isEmpty { conditions.append(SQL.isAmong("m.msg_id", filter.msgIDs, dialect)) }
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

    /// The ways that lead from some names to one message: all of its key, so that an index finds them, and the identity, by
    /// which they lie beside their message.
    private func ways(from table: NameTable, _ numbers: [Int64], to key: MessageKey, _ dialect: Dialect) -> SQL {
        """
        SELECT 1 FROM \(table.ways ?? table.table) AS about
        WHERE \(Self.isAmong(table.number("about"), numbers, dialect)) AND about.timestamp = \(key.timestamp)
            AND about.message_id = \(key.id) AND about.msg_id = \(key.msgID)
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

/// The columns by which a message is known, in its own row or in a way that leads to it.
struct MessageKey {
    let timestamp: SQL
    let id: SQL
    let msgID: SQL

    /// The condition that a subquery, which looks at this key, finds something.
    ///
    /// In a walk it must stay a question to each key. PostgreSQL would make a join of it, whose rows it takes for far fewer
    /// than there are, and then find them all and sort them: under an OR with what is never true it does not.
    func exists(_ subquery: SQL, _ isWalk: Bool) -> SQL {
        isWalk ? "(EXISTS (\(subquery)) OR \(id) IS NULL)" : "EXISTS (\(subquery))"
    }

    /// The condition that it finds nothing.
    func lacks(_ subquery: SQL, _ isWalk: Bool) -> SQL {
        isWalk ? "(NOT EXISTS (\(subquery)) OR \(id) IS NULL)" : "NOT EXISTS (\(subquery))"
    }

    /// Those of `messages AS m`.
    static let message = MessageKey(timestamp: "m.timestamp", id: "m.id", msgID: "m.msg_id")
    /// Those of a table of ways, `AS way`.
    static let way = MessageKey(timestamp: "way.timestamp", id: "way.message_id", msgID: "way.msg_id")
}
