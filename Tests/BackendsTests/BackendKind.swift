// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import SQL

/// The backends that every test of the contract runs on, each with a table of its own:
/// `CREATE TABLE t (pos …, id … PRIMARY KEY, n …, body …)`.
enum BackendKind: String, CaseIterable, Sendable, CustomStringConvertible {
    case sqlite, postgresql, mariadb

    var description: String { rawValue }

    var spelling: SQLSpelling {
        switch self {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        case .mariadb: .mariadb
        }
    }

    /// Stores what is not there yet.
    var statement: String {
        let insert = "INSERT INTO t (pos, id, n, body) VALUES ({position}, {id}, {msg.n?}, '{msg.body?}')"
        return switch self {
        case .sqlite, .postgresql: insert + " ON CONFLICT DO NOTHING"
        case .mariadb: insert + " ON DUPLICATE KEY UPDATE id = id"
        }
    }

    /// Lends a backend and its table.
    func with<R>(_ statement: String? = nil, _ body: (any Backend, BackendTable) async throws -> R) async throws -> R {
        let template = try SQLTemplate(statement ?? self.statement, for: spelling, hostname: "host.example")
        switch self {
        case .sqlite: return try await Self.with(.sqlite, template, body)
        case .postgresql: return try await Self.with(.postgresql, template, body)
        case .mariadb:
            let server = try ScratchMariaDB.shared()
            return try await server.withDatabase { name in
                let table = BackendTable.mariadb(server, name)
                try await table.make()
                let backend = MariaDBBackend(BackendTable.address(server, name), template: template)
                let result = try await body(backend, table)
                await backend.close()
                return result
            }
        }
    }

    private static func with<R>(
        _ engine: Engine, _ template: SQLTemplate, _ body: (any Backend, BackendTable) async throws -> R
    ) async throws -> R {
        try await withDatabase(engine) { database in
            let table = BackendTable.sql(database)
            try await table.make()
            return try await body(SQLBackend(database: database, template: template), table)
        }
    }
}
