// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import Migrations
package import SQL

/// The folder that the steps are read from: one file a direction, `0004_keep_headers.up.sql` and `.down.sql`.
package enum MigrationFolder {
    /// The steps for a kind of database, in order.
    ///
    /// - Parameter directory: the folder that holds `postgresql` and `sqlite`; nil looks in the program's own places.
    /// - Throws: `MigrationError` when files are missing, or not numbered 1, 2, 3 …
    package static func load(_ dialect: Dialect, directory: String? = nil) throws(MigrationError) -> [Migration] {
        var path = directory ?? ""
        if directory == nil { path = try shippedFolder() }
        let folder = URL(filePath: path).appending(path: dialect == .postgresql ? "postgresql" : "sqlite")
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw MigrationError(.noFiles, "no migrations in \(folder.path): \(error.localizedDescription)")
        }
        let ups = names.filter { $0.hasSuffix(".up.sql") }.sorted()
        return try ups.enumerated().map { index, name throws(MigrationError) in
            try step(name, expected: index + 1, in: folder)
        }
    }

    private static func step(_ name: String, expected: Int, in folder: URL) throws(MigrationError) -> Migration {
        let stem = name.dropLast(".up.sql".count)
        let words = stem.split(separator: "_")
        guard let number = words.first, number.count == 4, Int(number) == expected, words.count > 1 else {
            throw MigrationError(
                .badFile, "\(folder.path)/\(name): expected is \(padded(expected, 4))_what_it_does.up.sql")
        }
        return Migration(
            version: expected, title: words.dropFirst().joined(separator: " "),
            up: try text(of: name, in: folder), down: try text(of: stem + ".down.sql", in: folder))
    }

    private static func text(of name: String, in folder: URL) throws(MigrationError) -> String {
        do {
            return try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        } catch {
            throw MigrationError(.badFile, "\(folder.path)/\(name) cannot be read: \(error.localizedDescription)")
        }
    }

    /// `share/datanommer/migrations` of an installed program; what the build leaves beside a built one.
    private static func shippedFolder() throws(MigrationError) -> String {
        do {
            return try ShippedFile.path(installed: "migrations", built: Migrations.builtFolder)
        } catch {
            throw MigrationError(.noFiles, "\(error); name the folder with --directory")
        }
    }
}
