// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The programs that put messages in the archive. Few rows, written only by an appending transaction.
enum SourceTable {
    static func id(of source: Source) -> SQL {
        "SELECT id FROM sources WHERE name = \(source.name) AND version = \(source.version) ORDER BY id LIMIT 1"
    }

    /// All of them.
    static let all: SQL = "SELECT id, name, version FROM sources"

    static func insert(_ source: Source) -> SQL {
        "INSERT INTO sources (name, version) VALUES (\(source.name), \(source.version)) RETURNING id"
    }
}
