// SPDX-License-Identifier: Apache-2.0

/// One step of the schema, up and down, as SQL that `psql` and `sqlite3` can run too.
package struct Migration: Hashable, Sendable {
    /// Its place, from 1, without holes.
    package let version: Int
    /// What it does, an imperative: `count messages`.
    package let title: String
    /// The way up.
    package let up: String
    /// The way back.
    package let down: String

    /// Puts a step together.
    package init(version: Int, title: String, up: String, down: String) {
        self.version = version
        self.title = title
        self.up = up
        self.down = down
    }

    /// SHA-256 of the way up, by which an edited file is found out.
    package var checksum: String { Digest.sha256(Array(up.utf8)).hexadecimal }

    /// `0006 name sources`, as the commands say it.
    package var name: String { "\(padded(version, 4)) \(title)" }
}

/// A step that a database has.
package struct AppliedMigration: Hashable, Sendable {
    package let version: Int
    package let title: String
    package let checksum: String
    package let appliedAt: Timestamp
}
