// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@testable import DatanommerModels

/// A copy of the migrations that a test may change.
struct MigrationCopy {
    /// The folder with the folders of the engines.
    let path: String

    /// Adds to a file of both engines.
    func append(_ text: String, to name: String) throws {
        for engine in ["postgresql", "sqlite"] {
            let url = URL(filePath: "\(path)/\(engine)/\(name)")
            try (Data(contentsOf: url) + Data(text.utf8)).write(to: url)
        }
    }

    /// Writes a file of both engines.
    func write(_ text: String, to name: String) throws {
        for engine in ["postgresql", "sqlite"] {
            try Data(text.utf8).write(to: URL(filePath: "\(path)/\(engine)/\(name)"))
        }
    }

    /// Takes a step's files away.
    func remove(_ version: Int) throws {
        for engine in ["postgresql", "sqlite"] {
            let folder = "\(path)/\(engine)"
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            for name in names where name.hasPrefix(padded(version, 4)) {
                try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
            }
        }
    }
}

/// Lends a copy of the migrations that come with the program.
func withMigrations<R>(_ body: (MigrationCopy) async throws -> R) async throws -> R {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let copy = MigrationCopy(path: folder.path + "/migrations")
    let shipped = try ShippedFile.path(installed: "migrations", built: "datanommer_Migrations.resources")
    try FileManager.default.copyItem(atPath: shipped, toPath: copy.path)
    return try await body(copy)
}
