// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SQL

/// Lends a fresh, empty database to a test, and removes it afterwards.
package func withDatabase<R>(
    _ engine: Engine, options: DatabaseOptions = DatabaseOptions(), _ body: (Database) async throws -> R
) async throws -> R {
    try await withDatabaseURL(engine) { url in
        var options = options
        options.mayCreate = true
        let database = Database(url, options: options)
        defer { database.close() }
        return try await body(database)
    }
}

/// Lends the URL of a fresh, empty database to a test, and removes the database afterwards. SQLite's file is not there
/// yet, in a folder of its own.
package func withDatabaseURL<R>(_ engine: Engine, _ body: (DatabaseURL) async throws -> R) async throws -> R {
    switch engine {
    case .sqlite:
        let folder = try ScratchFolder()
        defer { folder.remove() }
        return try await body(DatabaseURL("sqlite:///\(folder.path)/test.db"))
    case .postgresql:
        return try await withServerDatabase(body)
    }
}

private func withServerDatabase<R>(_ body: (DatabaseURL) async throws -> R) async throws -> R {
    let cluster = try ScratchCluster.shared()
    let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
    let server = Database(try cluster.url())
    defer { server.close() }
    try await server.withConnection { try $0.run(script: "CREATE DATABASE \(name)") }
    let result: R
    do {
        result = try await body(cluster.url(database: name))
    } catch {
        // The test's own error tells more than one of clearing up.
        try? await server.withConnection { try $0.run(script: "DROP DATABASE \(name) WITH (FORCE)") }
        throw error
    }
    try await server.withConnection { try $0.run(script: "DROP DATABASE \(name) WITH (FORCE)") }
    return result
}
