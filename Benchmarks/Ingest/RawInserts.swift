// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import GRDBSQLite

/// SQLite's own limit: the rows of a filled archive, put by prepared statements into a file of the same making.
struct RawInserts {
    let stores: Stores
    let messages: Int
    /// How to make the tables, and all rows of each that has some, with the column that says which message it belongs to.
    private let schema: [String]
    private let tables: [(name: String, key: Int?, rows: [SQLiteRow])]

    /// Reads the archive into memory.
    init(_ stores: Stores, _ filled: ScratchArchive, messages: Int) throws {
        self.stores = stores
        self.messages = messages
        let file = try SQLiteHandle(filled.sqlitePath)
        schema = try file.rows("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").map { $0.text(0) }
            .filter { !$0.contains("sqlite_sequence") }
        let names = try file.rows(
            """
            SELECT name, (SELECT cid FROM pragma_table_info(main.name) AS held
                          WHERE held.name = CASE main.name WHEN 'messages' THEN 'id' ELSE 'message_id' END)
            FROM sqlite_master AS main
            WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'schema_migrations'
            ORDER BY name <> 'messages', name
            """)
        tables = try names.map { row in
            let key = row.isNull(1) ? nil : Int(row.integer(1))
            let order = key.map { " ORDER BY \($0 + 1)" } ?? ""
            return (row.text(0), key, try file.rows("SELECT * FROM \(row.text(0))" + order))
        }.filter { !$0.2.isEmpty }
    }

    /// Puts so many messages a transaction into a file, each with its ways; the names and counters come with the first.
    func measure(batch: Int) async throws -> Figures {
        try await stores.withArchive(isMade: false) { copy in
            let file = try SQLiteHandle(copy.sqlitePath)
            // As the archive's own file is: what is measured is what the archive adds.
            try file.run(
                """
                PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000
                """)
            for statement in schema { try file.run(statement) }
            let inserts = try tables.map { try file.insert(into: $0.name, columns: $0.rows[0].count) }
            let before = OwnTime.now
            let start = ContinuousClock.now
            try put(into: file, inserts, batch: batch)
            let elapsed = start.duration(to: .now)
            let client = OwnTime.now - before
            return Figures(elapsed: elapsed, messages: messages, client: client)
        }
    }

    private func put(into file: SQLiteHandle, _ inserts: [SQLiteInsert], batch: Int) throws {
        let all = tables.first?.rows ?? []
        var places = tables.map { _ in 0 }
        for first in stride(from: 0, to: all.count, by: batch) {
            let last = all[min(first + batch, all.count) - 1].integer(tables[0].key ?? 0)
            try file.run("BEGIN IMMEDIATE")
            for (index, table) in tables.enumerated() {
                while places[index] < table.rows.count {
                    let row = table.rows[places[index]]
                    if let key = table.key, row.integer(key) > last { break }
                    try inserts[index].put(row)
                    places[index] += 1
                }
            }
            try file.run("COMMIT")
        }
    }
}
