// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension MessageFilter {
    /// The condition on `messages AS m`.
    func condition(_ dialect: Dialect) -> SQL {
        var conditions: [SQL] = []
        if let start { conditions.append("m.timestamp >= \(start)") }
        if let end { conditions.append("m.timestamp <= \(end)") }
        conditions += named(.topics, topics, notTopics, dialect)
        conditions += named(.categories, categories, notCategories, dialect)
        conditions += about(.users, users, notUsers, dialect) + about(.packages, packages, notPackages, dialect)
        if !msgIDs.isEmpty { conditions.append(SQL.isAmong("m.msg_id", msgIDs, dialect)) }
        if !contains.isEmpty {
            let spellings = contains.flatMap(Self.spellings).exactlyUnique
            conditions.append("(\(spellings.map { Self.occurs($0, dialect) }.joined(separator: " OR ")))")
        }
        return conditions.isEmpty ? "TRUE" : conditions.joined(separator: " AND ")
    }

    /// The message's own topic or category.
    private func named(_ table: NameTable, _ names: [String], _ notNames: [String], _ dialect: Dialect) -> [SQL] {
        let column: SQL = table == .topics ? "m.topic_id" : "m.category_id"
        let ids = { (names: [String]) -> SQL in
            "SELECT id FROM \(SQL(text: table.rawValue)) WHERE \(SQL.isAmong("name", names, dialect))"
        }
        return (names.isEmpty ? [] : ["\(column) IN (\(ids(names)))"])
            + (notNames.isEmpty ? [] : ["\(column) NOT IN (\(ids(notNames)))"])
    }

    /// A user or package the message is about.
    private func about(_ table: NameTable, _ names: [String], _ notNames: [String], _ dialect: Dialect) -> [SQL] {
        let messages = { (names: [String]) -> SQL in
            let way: SQL = table == .users ? "messages_users" : "messages_packages"
            let column: SQL = table == .users ? "way.user_id" : "way.package_id"
            return """
                SELECT way.message_id FROM \(way) AS way
                    JOIN \(SQL(text: table.rawValue)) AS named ON named.id = \(column)
                WHERE \(SQL.isAmong("named.name", names, dialect)) \(within)
                """
        }
        return (names.isEmpty ? [] : ["m.id IN (\(messages(names)))"])
            + (notNames.isEmpty ? [] : ["m.id NOT IN (\(messages(notNames)))"])
    }

    private var within: SQL {
        let bounds = [start.map { "AND way.timestamp >= \($0)" as SQL }, end.map { "AND way.timestamp <= \($0)" }]
        return bounds.compactMap { $0 }.joined(separator: " ")
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
