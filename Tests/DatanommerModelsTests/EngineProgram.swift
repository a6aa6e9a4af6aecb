// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

/// An engine's own programs, `psql` and `pg_dump` or `sqlite3`, on the database of a test.
struct EngineProgram {
    private let database: Database
    /// The server's socket folder and the database's name, or the file alone.
    private let place: [String]

    init(_ database: Database) async throws {
        self.database = database
        place =
            switch database.dialect {
            case .sqlite: [String("\(database.url)".dropFirst("sqlite:///".count))]
            case .postgresql:
                try await database.withConnection { connection in
                    let row = try connection.execute(
                        "SELECT current_setting('unix_socket_directories'), current_database()")[0]
                    return [try row.text(0), try row.text(1)]
                }
            }
    }

    private var server: [String] { ["--host", place[0], "--username", "datanommer", "--dbname", place[1]] }

    /// Runs a script, and stops at its first error.
    func run(script: String) async throws {
        let words =
            switch database.dialect {
            case .sqlite: ["sqlite3", "-bail", "-batch", place[0]]
            case .postgresql: ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"] + server
            }
        let finished = try await RunningProgram.run(words, input: Array(script.utf8))
        try #require(finished.status == 0, "\(finished)")
        #expect(finished.output == "")
    }

    /// The schema as the engine itself tells it: everything but the rows.
    func schema() async throws -> [String] {
        switch database.dialect {
        case .sqlite:
            return try await database.withConnection { connection in
                try connection.execute(
                    """
                    SELECT type || ' ' || name || ': ' || coalesce(sql, '') FROM sqlite_schema
                    WHERE name <> 'sqlite_sequence' ORDER BY type, name
                    """
                ).map { try $0.text(0) }
            }
        case .postgresql:
            let dump = try await RunningProgram.run(["pg_dump", "--schema-only"] + server)
            try #require(dump.status == 0, "\(dump)")
            // Newer versions write a random word at the beginning and the end.
            return dump.lines.filter { !$0.hasPrefix("\\restrict") && !$0.hasPrefix("\\unrestrict") }
        }
    }
}
