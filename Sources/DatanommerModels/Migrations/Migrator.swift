// SPDX-License-Identifier: Apache-2.0

package import SQL

/// Moves a database's schema, one step a transaction, one migrator at a time.
package struct Migrator: Sendable {
    let database: Database
    /// The steps there are.
    package let files: [Migration]

    /// - Parameter directory: the folder of steps; nil is the one that comes with the program.
    /// - Throws: `MigrationError` when the steps cannot be read.
    package init(_ database: Database, directory: String? = nil) throws(MigrationError) {
        self.database = database
        files = try MigrationFolder.load(database.dialect, directory: directory)
    }

    /// Which database it is.
    package var dialect: Dialect { database.dialect }

    /// What the database has, in order; nothing in a database without an archive.
    ///
    /// - Throws: `DatabaseError`.
    package func applied() async throws -> [AppliedMigration] {
        try await database.withConnection { try SchemaTable.applied(on: $0) }
    }

    /// The steps to a target from where the database is now.
    ///
    /// - Throws: `DatabaseError`, `MigrationError`.
    package func plan(to target: MigrationTarget, isUp: Bool) async throws -> MigrationPlan {
        try MigrationPlan(applied: try await applied(), files: files, to: target, isUp: isUp)
    }

    /// Takes the steps of a plan, each in a transaction with its row in `schema_migrations`; another migrator waits. A step that
    /// another one took in the meantime is left out. A failed step leaves the version before it.
    ///
    /// - Parameter onStep: told before each step, outside its transaction.
    /// - Throws: `DatabaseError`, `MigrationError`.
    package func run(_ plan: MigrationPlan, onStep: (MigrationPlan.Step) -> Void = { _ in }) async throws {
        for step in plan.steps {
            onStep(step)
            try await database.transaction { connection in
                try SchemaTable.prepare(connection)
                try MigrationPlan.check(SchemaTable.applied(on: connection), against: files)
                try step.run(on: connection)
            }
        }
    }

    /// Writes down that the database is at a version, without running anything.
    ///
    /// - Parameter version: 0 to the newest.
    /// - Throws: `DatabaseError`, `MigrationError`.
    package func stamp(_ version: Int) async throws {
        guard (0...files.count).contains(version) else {
            throw MigrationError(.noSuchVersion, "there is no version \(version): the versions are 0 to \(files.count)")
        }
        try await database.transaction { connection in
            try SchemaTable.prepare(connection)
            try connection.execute("DELETE FROM schema_migrations")
            for file in files.prefix(version) { try connection.execute(SchemaTable.insert(file)) }
        }
    }
}

extension MigrationPlan.Step {
    fileprivate func run(on connection: any Connection) throws {
        let versions = try SchemaTable.applied(on: connection).map(\.version)
        switch self {
        case .up(let migration):
            guard !versions.contains(migration.version) else { return }
            try connection.run(script: migration.up)
            try connection.execute(SchemaTable.insert(migration))
        case .down(let migration):
            guard versions.last == migration.version else { return }
            try connection.run(script: migration.down)
            try connection.execute(SchemaTable.delete(migration))
        }
    }
}
