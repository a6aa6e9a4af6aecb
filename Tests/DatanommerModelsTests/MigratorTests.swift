// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A migrator` {
    private static let head = Array(1...Schema.version)

    /// The schema after all steps at once.
    private func schemaAtOnce(_ engine: Engine) async throws -> [String] {
        try await withDatabase(engine) { database in
            try await Migrator(database).go(to: .head)
            return try await EngineProgram(database).schema()
        }
    }

    @Test(arguments: Engine.allCases)
    func `one step at a time makes the same schema as all at once, and says when nothing is left`(engine: Engine)
        async throws
    {
        let atOnce = try await schemaAtOnce(engine)
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            var told: [String] = []
            while true {
                let plan = try await migrator.plan(to: .steps(1), isUp: true)
                guard !plan.steps.isEmpty else { break }
                try await migrator.run(plan) { told.append($0.announcement) }
                #expect(try await migrator.versions() == Array(1...told.count))
            }
            #expect(told == migrator.files.map { "upgrade to \($0.name)" })
            #expect(try await EngineProgram(database).schema() == atOnce)
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes up, all the way down and up again to the same schema`(engine: Engine) async throws {
        let atOnce = try await schemaAtOnce(engine)
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            let program = try await EngineProgram(database)
            try await migrator.go(to: .head)
            try await migrator.go(to: .base, isUp: false)
            #expect(try await migrator.versions() == [])
            let left = try await program.schema().filter { $0.contains("TABLE") && !$0.contains("schema_migrations") }
            #expect(left == [])
            try await migrator.go(to: .head)
            #expect(try await program.schema() == atOnce)
        }
    }

    @Test(arguments: Engine.allCases, 1...Schema.version)
    func `takes each step down and up again to the schema it had`(engine: Engine, version: Int) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            let program = try await EngineProgram(database)
            try await migrator.go(to: .version(version - 1))
            let before = try await program.schema()
            try await migrator.go(to: .version(version))
            let after = try await program.schema()
            // What only one engine can do is a step of words in the other.
            #expect((before == after) == migrator.files[version - 1].isOnlyWords)
            try await migrator.go(to: .steps(-1), isUp: false)
            // Nothing stands in a database that no migrator touched, not even the migrator's own table.
            if version > 1 { #expect(try await program.schema() == before) }
            try await migrator.go(to: .version(version))
            #expect(try await program.schema() == after)
        }
    }

    @Test(arguments: Engine.allCases)
    func `refuses to move when the file of an applied step was changed, or is gone`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await Migrator(database).go(to: .version(3))
            try await withMigrations { folder in
                try folder.append("-- more\n", to: "0002_file_messages_under_categories.up.sql")
                let migrator = try Migrator(database, directory: folder.path)
                let error = await #expect(throws: MigrationError.self) { try await migrator.go(to: .head) }
                #expect(error?.code == .changedAfterApplied)
                // A plan made before the file was changed is no way around it.
                let old = try await Migrator(database).plan(to: .head, isUp: true)
                await #expect(throws: MigrationError.self) { try await migrator.run(old) }
            }
            try await withMigrations { folder in
                for version in 3...Schema.version { try folder.remove(version) }
                let migrator = try Migrator(database, directory: folder.path)
                let error = await #expect(throws: MigrationError.self) { try await migrator.go(to: .base, isUp: false) }
                #expect(error?.code == .changedAfterApplied)
            }
            #expect(try await Migrator(database).versions() == [1, 2, 3])
        }
    }

    @Test(arguments: Engine.allCases)
    func `leaves the version before a step that failed half-way, with its schema and its rows`(engine: Engine)
        async throws
    {
        try await withDatabase(engine) { database in
            try await Migrator(database).go(to: .version(1))
            let program = try await EngineProgram(database)
            let before = try await program.schema()
            try await withMigrations { folder in
                try folder.append(
                    "INSERT INTO topics (name) VALUES ('half'); DROP INDEX messages_by_topic; SELECT * FROM nowhere;\n",
                    to: "0003_name_users_and_packages.up.sql")
                let migrator = try Migrator(database, directory: folder.path)
                await #expect(throws: DatabaseError.self) { try await migrator.go(to: .head) }
                #expect(try await migrator.versions() == [1, 2])
            }
            let topics = try await database.withConnection { try $0.execute("SELECT name FROM topics") }
            #expect(topics == [])
            try await Migrator(database).go(to: .steps(-1), isUp: false)
            #expect(try await program.schema() == before)
        }
    }

    @Test(arguments: Engine.allCases)
    func `waits for another one at the same time, and leaves out what that one did`(engine: Engine) async throws {
        let atOnce = try await schemaAtOnce(engine)
        try await withDatabase(engine) { first in
            let others = [first] + (0..<3).map { _ in Database(first.url) }
            defer { others.forEach { $0.close() } }
            // SQLite's file is there before those come who may not make it.
            try await first.withConnection { _ in }
            let plan = try await Migrator(first).plan(to: .head, isUp: true)
            try await withThrowingTaskGroup { group in
                for database in others { group.addTask { try await Migrator(database).run(plan) } }
                try await group.waitForAll()
            }
            #expect(try await Migrator(first).versions() == Self.head)
            #expect(try await EngineProgram(first).schema() == atOnce)
        }
    }

    @Test(arguments: Engine.allCases)
    func `stamps a version without running anything, up, down and away`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.stamp(3)
            #expect(try await migrator.versions() == [1, 2, 3])
            #expect(try await migrator.applied().map(\.checksum) == migrator.files.prefix(3).map(\.checksum))
            try await migrator.stamp(Schema.version)
            #expect(try await migrator.versions() == Self.head)
            #expect(try await migrator.plan(to: .head, isUp: true).steps == [])
            try await migrator.stamp(0)
            #expect(try await migrator.versions() == [])
            for version in [-1, Schema.version + 1] {
                await #expect(throws: MigrationError.self) { try await migrator.stamp(version) }
            }
            let tables = try await EngineProgram(database).schema().filter { $0.contains("CREATE TABLE") }
            #expect(tables.count == 1)
        }
    }
}

extension Migration {
    /// Whether there is nothing in it but comments.
    fileprivate var isOnlyWords: Bool {
        up.split(separator: "\n").allSatisfy { $0.hasPrefix("--") }
    }
}
