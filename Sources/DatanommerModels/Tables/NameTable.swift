// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The tables that keep a repeated text once and know it by a number.
enum NameTable: String, CaseIterable, Hashable, Sendable {
    case topics, categories, users, packages, certificates

    private var table: SQL { SQL(text: rawValue) }

    /// The numbers and texts of those that are known.
    func rows(named names: [String], _ dialect: Dialect) -> SQL {
        "SELECT id, name FROM \(table) WHERE \(SQL.isAmong("name", names, dialect))"
    }

    /// Adds a name, and returns its number if it was new.
    var insert: String { "INSERT INTO \(rawValue) (name) VALUES ($1) ON CONFLICT DO NOTHING RETURNING id" }
}
