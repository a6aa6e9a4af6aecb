// SPDX-License-Identifier: Apache-2.0

package import SQL

extension Database {
    /// Makes the database where it is missing: PostgreSQL's on its server, through the database `postgres`; SQLite's file is
    /// made by the first connection.
    ///
    /// - Returns: whether it was made.
    /// - Throws: `DatabaseError`, e.g. when the role may not make databases.
    package func createIfMissing() async throws -> Bool {
        guard let name = url.databaseName, dialect == .postgresql else { return false }
        do {
            try await withConnection { _ in }
            return false
        } catch let error as DatabaseError where error.code == .missing {
            let server = Database(url.maintenance())
            defer { server.close() }
            // UTF8 whatever the server's locale: it is the one encoding that holds all that is said.
            let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
            try await server.withConnection {
                try $0.run(script: "CREATE DATABASE \(quoted) ENCODING 'UTF8' TEMPLATE template0")
            }
            return true
        }
    }
}
