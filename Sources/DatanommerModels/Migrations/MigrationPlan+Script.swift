// SPDX-License-Identifier: Apache-2.0

package import SQL

extension MigrationPlan {
    /// The plan as a script for `psql` or `sqlite3`, with the rows of `schema_migrations`.
    package func script(_ dialect: Dialect) -> String {
        steps.map { $0.script(dialect, isFirst: current == 0 && $0 == steps.first) }.joined(separator: "\n")
    }
}

extension MigrationPlan.Step {
    fileprivate func script(_ dialect: Dialect, isFirst: Bool) -> String {
        let (migration, body, bookkeeping) =
            switch self {
            case .up(let migration): (migration, migration.up, Self.insert(migration, dialect))
            case .down(let migration):
                (migration, migration.down, "DELETE FROM schema_migrations WHERE version = \(migration.version);")
            }
        let create = isFirst ? SchemaTable.create(dialect).text + ";\n" : ""
        return "-- \(migration.name)\nBEGIN;\n\(create)\(body)\(bookkeeping)\nCOMMIT;\n"
    }

    /// Titles come from file names and checksums are hexadecimal: a quote is all that could need care.
    private static func insert(_ migration: Migration, _ dialect: Dialect) -> String {
        let now = dialect == .postgresql ? "now()" : "unixepoch() * 1000000"
        let title = migration.title.replacing("'", with: "''")
        return """
            INSERT INTO schema_migrations (version, title, checksum, applied_at)
            VALUES (\(migration.version), '\(title)', '\(migration.checksum)', \(now));
            """
    }
}
