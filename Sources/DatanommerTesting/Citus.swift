// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SQL

/// PostgreSQL's extension that spreads tables over machines, where it is installed.
package enum Citus {
    /// Whether a server of the tests could load it.
    package static let isInstalled: Bool = {
        let folders = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/share/postgresql")) ?? []
        return folders.contains {
            FileManager.default.fileExists(atPath: "/usr/share/postgresql/\($0)/extension/citus.control")
        }
    }()

    /// Why tests that want it are left out.
    package static let reason =
        "the PostgreSQL of this machine has no Citus extension (packages.citusdata.com: postgresql-15-citus-13.0)"

    private static let server = Result {
        try ScratchCluster { try $0.append("shared_preload_libraries = 'citus'", to: "postgresql.conf") }
    }

    /// Lends a fresh, empty database on a server of its own that has the extension loaded, alone with itself.
    ///
    /// - Throws: ``ScratchError`` where there is none, `DatabaseError`, and what the body throws.
    package static func withDatabase<R>(_ body: (Database) async throws -> R) async throws -> R {
        let cluster = try server.get()
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        try await cluster.run("CREATE DATABASE \(name)")
        let database = Database(try cluster.url(database: name))
        let result: R
        do {
            result = try await body(database)
        } catch {
            database.close()
            try? await cluster.run("DROP DATABASE \(name) WITH (FORCE)")
            throw error
        }
        database.close()
        try await cluster.run("DROP DATABASE \(name) WITH (FORCE)")
        return result
    }
}
