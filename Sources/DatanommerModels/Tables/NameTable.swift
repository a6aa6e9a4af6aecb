// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The tables that keep a repeated text once and know it by a number.
enum NameTable: String, CaseIterable, Hashable, Sendable {
    case topics, categories, users, packages, certificates

    private var table: SQL { SQL(text: rawValue) }

    /// The numbers and texts of those that are known.
    func rows(named names: [String], _ dialect: Dialect) -> SQL {
        switch dialect {
        // `= ANY` of many texts is checked row by row as long as the table is thought to be small; this walks the index.
        case .postgresql:
            "SELECT id, name FROM \(table) JOIN unnest(\(names)) AS wanted (text) ON name = wanted.text"
        case .sqlite: "SELECT id, name FROM \(table) WHERE \(SQL.isAmong("name", names, dialect))"
        }
    }

    /// The columns of a name.
    static let columns = ["id", "name"]

    /// Numbers for names that are new.
    func nextNumbers(_ count: Int, _ dialect: Dialect) -> SQL { .nextNumbers(count, of: table, dialect) }
}
