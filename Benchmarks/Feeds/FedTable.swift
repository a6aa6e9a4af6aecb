// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import SQL

/// The table that a feed writes each message into: five columns, no index.
struct FedTable {
    static let feed = "rows"

    let archive: ScratchArchive
    /// Where the table is: the archive's own database, or another.
    let place: ScratchArchive

    func make() async throws {
        // What is text and a moment in PostgreSQL is so in SQLite by its name alone.
        try await run(
            "CREATE TABLE fed (msg_id text, topic text, said timestamp with time zone, category text, body text)")
    }

    /// Takes the table away, and what is known of the feed.
    func remove() async throws {
        try await run("DROP TABLE fed")
        let archive = try Archive(url: archive.url)
        defer { archive.close() }
        _ = try await archive.forget(Self.feed)
    }

    /// The daemon's, to run the feed. A record waits for others of its batch for 10 ms.
    func options(start: String) throws -> [String] {
        let url = place.url == archive.url ? "" : "url: '\(place.url)', "
        let statement = """
            INSERT INTO fed (msg_id, topic, said, category, body) \
            VALUES ({msg_id}, {topic}, {timestamp}, {category}, {msg|json})
            """
        let settings = """
            feeds:
              \(Self.feed):
                start: \(start)
                batch: {limit: 1000, within: 10ms}
                to: {sql: {\(url)statement: "\(statement)"}}
            """
        return ["--config", try archive.write(settings, to: "feeds.yaml")]
    }

    /// Makes sure that each message is there once.
    func check(rows: Int) async throws {
        let found = try await asked { connection in
            try connection.execute("SELECT count(*), count(DISTINCT msg_id) FROM fed").map {
                [try $0.integer(0), try $0.integer(1)]
            }
        }
        guard found == [[Int64(rows), Int64(rows)]] else {
            throw WrongRows(description: "the feed's table has \(found) rows and messages, wanted \(rows)")
        }
    }

    private func run(_ script: String) async throws {
        try await asked { try $0.run(script: script) }
    }

    private func asked<R: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> R) async throws -> R {
        var options = DatabaseOptions()
        options.mayCreate = true
        let database = Database(try DatabaseURL(place.url), options: options)
        defer { database.close() }
        return try await database.withConnection(body)
    }
}

private struct WrongRows: Error, CustomStringConvertible {
    let description: String
}
