// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import SQL

/// Rows delivered into databases whose commits are on disk, each batch a transaction.
struct DeliveryRun {
    /// What the original wrote on its own machine, in batches of 100, commit by commit: the better of its figures.
    private static let original = 4_400.0

    let records: Int
    let batch: Int
    let rounds: Int

    func tell() async throws {
        MarkdownTable.begin(
            "Delivering: \(records) rows, \(batch) a batch, medians of \(rounds) turns",
            ["backend", "rows/s", "of the original's 4,400", "µs on our cores"])
        let records = try SaltEvents.records(records)
        tell("SQLite", try await sqlite(records))
        tell("PostgreSQL", try await postgresql(records))
        let mariadb = try await mariadb(records)
        tell("MariaDB", mariadb)
        Target.begin()
        Target.tell("MariaDB, of the original", mariadb.perSecond / Self.original, atLeast: 5)
    }

    private func tell(_ title: String, _ figures: [Figures]) {
        MarkdownTable.row([
            title, figures.perSecond.whole, (figures.perSecond / Self.original).figure, figures.client.figure,
        ])
    }

    private func sqlite(_ records: [Record]) async throws -> [Figures] {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        var options = DatabaseOptions()
        options.mayCreate = true
        return try await sql(
            Database(DatabaseURL("sqlite:///\(folder.path)/rows.db"), options: options), .sqlite, records)
    }

    private func postgresql(_ records: [Record]) async throws -> [Figures] {
        try await ScratchCluster.withDurable { cluster in
            try await sql(Database(try cluster.url()), .postgresql, records)
        }
    }

    private func sql(_ database: Database, _ spelling: SQLSpelling, _ records: [Record]) async throws -> [Figures] {
        let create = "CREATE TABLE returns (jid text, srv_id text, retcode integer, returns text, success text)"
        try await database.withConnection { try $0.run(script: create) }
        let backend = SQLBackend(database: database, template: try Self.template(spelling))
        defer { database.close() }
        return try await measure(backend, records)
    }

    private func mariadb(_ records: [Record]) async throws -> [Figures] {
        try await ScratchMariaDB.withOwn(isDurable: true) { server in
            let create = """
                CREATE DATABASE bench;
                CREATE TABLE bench.returns (id int AUTO_INCREMENT PRIMARY KEY, jid varchar(20), srv_id varchar(100),
                    retcode int, returns longtext, success varchar(10));
                """
            _ = try await server.query(create)
            var address = MariaDBAddress(database: "bench")
            address.socket = server.socket
            address.user = "root"
            let backend = MariaDBBackend(address, template: try Self.template(.mariadb))
            let figures = try await measure(backend, records)
            await backend.close()
            return figures
        }
    }

    /// As Salt's event daemon wrote them.
    private static func template(_ spelling: SQLSpelling) throws -> SQLTemplate {
        let template = PositionalTemplate(
            template: """
                insert into {0} (jid, srv_id, retcode, returns, success) values ('{1}', '{2}', '{3}', '{4}', '{5}');
                """, fields: ["jid", "id", "retcode", "return", "success"], table: "returns", worker: .minionReturn)
        return try SQLTemplate(template, for: spelling, hostname: "master.example")
    }

    private func measure(_ backend: any Backend, _ records: [Record]) async throws -> [Figures] {
        var figures: [Figures] = []
        for _ in 0..<rounds {
            let (start, before) = (ContinuousClock.now, OwnTime.now)
            for first in stride(from: 0, to: records.count, by: batch) {
                try await backend.deliver(Array(records[first..<min(first + batch, records.count)]))
            }
            figures.append(
                Figures(elapsed: start.duration(to: .now), messages: records.count, client: OwnTime.now - before))
        }
        return figures
    }
}
