// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The schema this program was written for.
enum Schema {
    /// The newest version; a test holds it against the files.
    static let version = 14
}

extension Archive {
    /// Makes sure that the database holds an archive of the version this program was written for.
    ///
    /// - Throws: `MigrationError` that says which command helps; `DatabaseError`.
    public func checkSchema() async throws {
        let applied = try await database.withConnection { try SchemaTable.applied(on: $0) }
        let version = applied.last?.version ?? 0
        guard version != Schema.version else { return }
        let place = "\(database.url)"
        if version == 0 {
            throw MigrationError(.missing, "there is no archive in \(place): run datanommer-create-db")
        }
        if version < Schema.version {
            throw MigrationError(
                .behind,
                "the archive in \(place) is at version \(version), this program wants \(Schema.version): "
                    + "run datanommer-migrate upgrade")
        }
        throw MigrationError(
            .ahead,
            "the archive in \(place) is at version \(version), this program knows only \(Schema.version): "
                + "install the newer datanommer")
    }
}
