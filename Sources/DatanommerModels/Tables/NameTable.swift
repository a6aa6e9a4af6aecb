// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The tables that keep a repeated text once and know it by a number.
enum NameTable: String, CaseIterable, Hashable, Sendable {
    case topics, categories, users, packages, certificates

    /// The table's name.
    var table: SQL { SQL(text: rawValue) }

    /// The column of a message that holds such a name's number, or of a way from such a name to its messages.
    func number(_ alias: SQL) -> SQL {
        switch self {
        case .topics: "\(alias).topic_id"
        case .categories: "\(alias).category_id"
        case .users: "\(alias).user_id"
        case .packages: "\(alias).package_id"
        case .certificates: "\(alias).certificate_id"
        }
    }

    /// The table of the ways from these names to their messages; nil where the message itself tells the name's number.
    var ways: WayTable? {
        switch self {
        case .users: .users
        case .packages: .packages
        case .topics, .categories, .certificates: nil
        }
    }

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

    /// All numbers and texts.
    var all: SQL { "SELECT id, name FROM \(table)" }

    /// How many of the first so many names there are, and how many characters they have together.
    func size(ofFirst names: Int64) -> SQL {
        """
        SELECT count(*), CAST(coalesce(sum(length(name)), 0) AS bigint)
        FROM (SELECT name FROM \(table) LIMIT \(names)) AS first
        """
    }
}
