// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A migration script` {
    @Test(arguments: Engine.allCases)
    func `run by the engine's own program leaves nothing to do, and the schema of a migrator`(engine: Engine)
        async throws
    {
        let expected = try await withDatabase(engine) { database in
            try await Migrator(database).go(to: .head)
            return try await EngineProgram(database).schema()
        }
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            let program = try await EngineProgram(database)
            let script = try await migrator.plan(to: .head, isUp: true).script(migrator.dialect)
            try await program.run(script: script)
            #expect(try await migrator.plan(to: .head, isUp: true).steps == [])
            #expect(try await migrator.applied().map(\.title) == migrator.files.map(\.title))
            let schema = try await program.schema()
            #expect(schema == expected)
            for applied in try await migrator.applied() {
                #expect(Timestamp.sane.contains(applied.appliedAt))
                #expect(abs(applied.appliedAt.microseconds - Timestamp.now.microseconds) < 600_000_000)
            }
            try await Archive(database).checkSchema()
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes on from the version that is there, and all the way back`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            let program = try await EngineProgram(database)
            try await migrator.go(to: .version(3))
            let third = try await program.schema()
            try await program.run(script: migrator.plan(to: .head, isUp: true).script(migrator.dialect))
            #expect(try await migrator.versions() == Array(1...Schema.version))
            try await program.run(script: migrator.plan(to: .version(3), isUp: false).script(migrator.dialect))
            #expect(try await migrator.versions() == [1, 2, 3])
            #expect(try await program.schema() == third)
            try await program.run(script: migrator.plan(to: .base, isUp: false).script(migrator.dialect))
            #expect(try await migrator.versions() == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of nothing to do is empty`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.go(to: .head)
            #expect(try await migrator.plan(to: .head, isUp: true).script(migrator.dialect) == "")
        }
    }

    @Test(arguments: Engine.allCases)
    func `can be the plain files, up in order and down in the other`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            let program = try await EngineProgram(database)
            for file in migrator.files { try await program.run(script: file.up) }
            try await migrator.stamp(Schema.version)
            let archive = Archive(database)
            try await archive.checkSchema()
            #expect(try await archive.append([.sample("a")]).stored == 1)
            for file in migrator.files.reversed() { try await program.run(script: file.down) }
            let left = try await program.schema().filter { $0.contains("CREATE") && !$0.contains("schema_migrations") }
            #expect(left == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `with a quote in a title is run all the same`(engine: Engine) async throws {
        try await withMigrations { folder in
            let number = String(10_001 + Schema.version).dropFirst()
            try folder.write("-- Nothing.\nSELECT 1 WHERE 1 = 0;\n", to: "\(number)_don't_stop.up.sql")
            try folder.write("-- Nothing.\n", to: "\(number)_don't_stop.down.sql")
            try await withDatabase(engine) { database in
                let migrator = try Migrator(database, directory: folder.path)
                try await migrator.go(to: .version(Schema.version))
                let script = try await migrator.plan(to: .head, isUp: true).script(migrator.dialect)
                try await database.withConnection { try $0.run(script: script) }
                #expect(try await migrator.applied().last?.title == "don't stop")
            }
        }
    }
}
