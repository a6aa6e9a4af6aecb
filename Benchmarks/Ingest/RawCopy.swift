// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL

/// PostgreSQL's own limit: the rows of a filled archive, COPYed by psql into tables of the same making.
struct RawCopy {
    let stores: Stores
    let filled: ScratchArchive
    let messages: Int

    /// Copies all of them.
    ///
    /// - Parameter batch: how many messages a transaction has, each with its ways; nil: all.
    func measure(batch: Int?) async throws -> Figures {
        let script = filled.folder + "/copy-\(batch ?? 0).sql"
        defer { try? FileManager.default.removeItem(atPath: script) }
        try await writeScript(to: script, batch: batch ?? .max)
        return try await stores.withArchive(isMade: false) { copy in
            try await makeEmpty(copy)
            let server = try stores.serverTime()
            let turn = try TimedProgram.run([
                ScratchCluster.psqlPath(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", script, copy.url,
            ])
            return Figures(
                elapsed: turn.elapsed, messages: messages, client: turn.processorTime,
                server: try stores.serverTime(since: server))
        }
    }

    /// The same tables with the same indexes and partitions, and nothing in them.
    private func makeEmpty(_ copy: ScratchArchive) async throws {
        try await stores.cluster?.run("CREATE DATABASE \(copy.databaseName) TEMPLATE \(filled.databaseName)")
        let names = try await tables().map(\.name).joined(separator: ", ")
        try await stores.cluster?.run("TRUNCATE \(names)", on: copy.databaseName)
    }

    /// Has psql write the script that psql reads: rows stand between COPY and its end as the server tells them.
    private func writeScript(to path: String, batch: Int) async throws {
        let tables = try await tables()
        let ids = try await ids()
        var lines = tables.filter { $0.key == nil }.flatMap { copying($0.name, where: "true") }
        var first = ids.lowerBound
        while first <= ids.upperBound {
            let last = batch == .max ? ids.upperBound : min(ids.upperBound, first + batch - 1)
            lines.append(#"\echo 'BEGIN;'"#)
            for (name, key) in tables {
                if let key { lines += copying(name, where: "\(key) BETWEEN \(first) AND \(last)") }
            }
            lines.append(#"\echo 'COMMIT;'"#)
            first = last + 1
        }
        let made = path + ".made"
        defer { try? FileManager.default.removeItem(atPath: made) }
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: made))
        let words = [try ScratchCluster.psqlPath(), "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", made, filled.url]
        _ = try TimedProgram.run(words, output: path)
    }

    private func copying(_ table: String, where condition: String) -> [String] {
        [
            #"\echo 'COPY \#(table) FROM STDIN;'"#, "COPY (SELECT * FROM \(table) WHERE \(condition)) TO STDOUT;",
            #"\echo '\\.'"#,
        ]
    }

    /// All that have rows of the archive's; those with rows of a message each with the column that says which one.
    private func tables() async throws -> [(name: String, key: String?)] {
        try await asked(
            """
            SELECT relname::text, (SELECT min(attname::text) FROM pg_attribute
                                   WHERE attrelid = pg_class.oid AND attname = 'message_id')
            FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
                  AND relname <> 'schema_migrations'
            ORDER BY relname <> 'messages', relname
            """
        ) { row in
            let name = try row.text(0)
            return (name, name == "messages" ? "id" : try row.optionalText(1))
        }
    }

    private func ids() async throws -> ClosedRange<Int> {
        let ends = try await asked("SELECT min(id), max(id) FROM messages") {
            (try $0.integer(0), try $0.integer(1))
        }
        return ends.first.map { Int($0.0)...Int($0.1) } ?? 1...1
    }

    private func asked<R: Sendable>(_ question: SQL, _ read: @escaping @Sendable (Row) throws -> R) async throws -> [R]
    {
        let database = Database(try DatabaseURL(filled.url))
        defer { database.close() }
        return try await database.withConnection { try $0.execute(question).map(read) }
    }
}
