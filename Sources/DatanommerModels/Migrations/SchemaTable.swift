// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Which steps a database has; the migrator's own table.
enum SchemaTable {
    private static let name = "schema_migrations"

    /// Waits for other migrators to end and makes the table where it is missing. For use in a transaction.
    static func prepare(_ connection: any Connection) throws(DatabaseError) {
        try connection.lockForAppending(journal: name)
        try connection.execute(create(connection.dialect))
    }

    /// The columns differ: SQLite keeps times as whole microseconds.
    static func create(_ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql:
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (version bigint PRIMARY KEY, title text NOT NULL,
                checksum text NOT NULL, applied_at timestamptz NOT NULL)
            """
        case .sqlite:
            """
            CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, title TEXT NOT NULL,
                checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT
            """
        }
    }

    /// What the database has, in order; nothing where the table is missing.
    static func applied(on connection: any Connection) throws(DatabaseError) -> [AppliedMigration] {
        guard try !connection.execute(exists(connection.dialect)).isEmpty else { return [] }
        let rows = try connection.execute(
            "SELECT version, title, checksum, applied_at FROM schema_migrations ORDER BY version")
        return try rows.map { row throws(DatabaseError) in
            AppliedMigration(
                version: Int(try row.integer(0)), title: try row.text(1), checksum: try row.text(2),
                appliedAt: try row.timestamp(3))
        }
    }

    /// A row where the table is there: asked first, because a failed statement ends a PostgreSQL transaction.
    private static func exists(_ dialect: Dialect) -> SQL {
        switch dialect {
        case .postgresql: "SELECT 1 WHERE to_regclass(\(name)) IS NOT NULL"
        case .sqlite: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = \(name)"
        }
    }

    static func insert(_ migration: Migration, at time: Timestamp = .now) -> SQL {
        """
        INSERT INTO schema_migrations (version, title, checksum, applied_at)
        VALUES (\(migration.version), \(migration.title), \(migration.checksum), \(time))
        """
    }

    static func delete(_ migration: Migration) -> SQL {
        "DELETE FROM schema_migrations WHERE version = \(migration.version)"
    }
}
