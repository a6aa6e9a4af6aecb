// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `An archive's schema` {
    private func complaint(_ archive: Archive) async throws -> MigrationError? {
        do {
            try await archive.checkSchema()
            return nil
        } catch let error as MigrationError {
            return error
        }
    }

    @Test(arguments: Engine.allCases)
    func `missing, behind or ahead is told with the command that helps`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let archive = Archive(database)
            let missing = try await complaint(archive)
            #expect(missing?.code == .missing)
            #expect(missing?.message == "there is no archive in \(database.url): run datanommer-create-db")
            let migrator = try Migrator(database)
            try await migrator.go(to: .version(2))
            let behind = try await complaint(archive)
            #expect(behind?.code == .behind)
            #expect(behind?.message.hasSuffix("run datanommer-migrate upgrade") == true)
            try await migrator.go(to: .head)
            #expect(try await complaint(archive) == nil)
            _ = try await archive.rows(
                "INSERT INTO schema_migrations (version, title, checksum, applied_at) VALUES (99, 'a', 'b', \(Timestamp.now))"
            )
            #expect(try await complaint(archive)?.code == .ahead)
        }
    }

    @Test(arguments: Engine.allCases)
    func `that is not there makes a question and an append an error that says so, and sets nothing aside`(
        engine: Engine
    ) async throws {
        try await withDatabase(engine) { database in
            let archive = Archive(database)
            let asked = await #expect(throws: DatabaseError.self) { try await archive.count() }
            #expect(asked?.code == .noSuchTable)
            let appended = await #expect(throws: DatabaseError.self) {
                try await archive.append([.sample("a"), .sample("b")])
            }
            #expect(appended?.code == .noSuchTable)
        }
    }

    @Test func `is made in a PostgreSQL database that is made where it is missing, however odd its name`() async throws
    {
        let server = Database(try ScratchCluster.shared().url())
        defer { server.close() }
        let names = try await server.withConnection { connection in
            try connection.execute("SELECT current_setting('unix_socket_directories')")[0].text(0)
        }
        let url = try DatabaseURL("postgresql://datanommer@/odd%20%22name%22?host=\(names)")
        let database = Database(url)
        #expect(try await database.createIfMissing())
        #expect(try await database.createIfMissing() == false)
        let row = try await database.withConnection { connection in
            try connection.execute("SELECT current_database(), current_setting('server_encoding')")
        }
        #expect(row == [Row(values: [.text(#"odd "name""#), .text("UTF8")])])
        database.close()
        try await server.withConnection { try $0.run(script: #"DROP DATABASE "odd ""name""" WITH (FORCE)"#) }
    }
}
