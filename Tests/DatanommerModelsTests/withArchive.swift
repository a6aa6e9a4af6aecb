// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL

@testable import DatanommerModels

/// Lends an empty archive with the newest schema.
func withArchive<R>(
    _ engine: Engine, connections: Int = 1, setAsideLimit: Int = .max, _ body: (Archive) async throws -> R
) async throws -> R {
    var options = DatabaseOptions()
    options.connections = connections
    return try await withDatabase(engine, options: options) { database in
        try await Migrator(database).go(to: .head)
        return try await body(Archive(database, setAsideLimit: setAsideLimit))
    }
}

/// Lends an empty archive of the newest schema in PostgreSQL whose messages lie in one table, as they do where there were
/// some before partitions came.
func withFlatArchive<R>(connections: Int = 1, _ body: (Archive) async throws -> R) async throws -> R {
    var options = DatabaseOptions()
    options.connections = connections
    return try await withDatabase(.postgresql, options: options) { database in
        let migrator = try Migrator(database)
        try await migrator.go(to: .version(1))
        try await database.withConnection { connection in
            try connection.run(
                script: """
                    INSERT INTO topics (name) VALUES ('a');
                    INSERT INTO messages (msg_id, timestamp, topic_id, i, msg) VALUES ('first', now(), 1, 0, '{}');
                    """)
        }
        try await migrator.go(to: .head)
        let archive = Archive(database)
        try await archive.forgetAll()
        return try await body(archive)
    }
}

extension Archive {
    /// Takes all messages and counters away, the names stay.
    func forgetAll() async throws {
        try await database.transaction { connection in
            let days = connection.dialect == .sqlite ? ["days"] : []
            for table in ["messages", "messages_users", "messages_packages", "counters"] + days {
                try connection.execute(SQL(text: "DELETE FROM \(table)"))
            }
        }
    }

    /// The rows of a question, for what the archive itself does not tell.
    func rows(_ statement: SQL) async throws -> [Row] {
        try await database.withConnection { try $0.execute(statement) }
    }

    /// All messages as a dump tells them, a line each.
    func dump(_ filter: MessageFilter = MessageFilter()) async throws -> [String] {
        let lines = Lines()
        try await forEachLine(filter) { line in lines.add(String(decoding: line, as: UTF8.self)) }
        return lines.all
    }
}
