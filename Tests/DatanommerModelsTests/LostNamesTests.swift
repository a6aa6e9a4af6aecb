// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

/// A server that crashed, or one that took its place, without what was committed last.
@Suite(.timeLimit(.minutes(2))) struct `An archive whose server lost the last names` {
    private static func message(_ number: Int) -> Message {
        var message = Message.sample("\(number)", at: Int64(number), users: ["ralph"], packages: ["kernel"])
        message.certificate = "certificate"
        return message
    }

    /// Takes away what the last transactions had committed.
    private static func lose(on database: Database) async throws {
        try await database.withConnection { connection in
            for table in ["messages", "messages_users", "messages_packages", "counters"] {
                try connection.run(script: "DELETE FROM \(table)")
            }
            for table in ["topics", "categories", "users", "packages", "certificates", "sources"] {
                try connection.run(script: "DELETE FROM \(table)")
            }
        }
    }

    @Test func `stores under names that are there, once its sessions have ended`() async throws {
        try await withDatabase(.postgresql) { database in
            let archive = Archive(database)
            try await Migrator(database).go(to: .head)
            #expect(try await archive.append([Self.message(1)]) == .init(stored: 1))
            let other = Database(database.url)
            defer { other.close() }
            try await Self.lose(on: other)
            try await other.withConnection { connection in
                _ = try connection.execute(
                    """
                    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid()
                    """)
            }
            let outcome = try await retrying { try await archive.append([Self.message(2)]) }
            #expect(outcome == .init(stored: 1))
            #expect(try await archive.messages(withIDs: ["2"]).map(\.json) == [Self.message(2).json])
            #expect(try await archive.counts(of: .topics) == [MessageCount(name: Self.message(2).topic, messages: 1)])
        }
    }

    @Test func `stores under names that are there, behind a pooler, whose sessions do not end`() async throws {
        try await withDatabase(.postgresql) { database in
            try await Migrator(database).go(to: .head)
            var options = DatabaseOptions()
            options.preparedStatements = false
            let pooled = Database(database.url, options: options)
            let archive = Archive(pooled)
            defer { archive.close() }
            #expect(try await archive.append([Self.message(1)]) == .init(stored: 1))
            try await Self.lose(on: database)
            #expect(try await archive.append([Self.message(2)]) == .init(stored: 1))
            #expect(try await archive.messages(withIDs: ["2"]).map(\.json) == [Self.message(2).json])
        }
    }

    @Test func `stores under names that are there, when another file took the place of its own`() async throws {
        try await ScratchArchive.with(.sqlite) { scratch in
            let archive = try Archive(url: scratch.url)
            defer { archive.close() }
            #expect(try await archive.append([Self.message(1)]) == .init(stored: 1))
            let path = scratch.folder + "/test.db"
            let moved = try await RunningProgram.run(["mv", path, path + ".old"])
            let made = try await scratch.run("create-db")
            #expect(moved.status == 0 && made.status == 0)
            #expect(try await archive.append([Self.message(2)]) == .init(stored: 1))
            #expect(try await archive.messages(withIDs: ["2"]).map(\.json) == [Self.message(2).json])
        }
    }

    /// The first use of a session that was ended may tell that it is.
    private func retrying<R: Sendable>(_ work: () async throws -> R) async throws -> R {
        do {
            return try await work()
        } catch let error as DatabaseError where error.isRetryable {
            return try await work()
        }
    }
}
