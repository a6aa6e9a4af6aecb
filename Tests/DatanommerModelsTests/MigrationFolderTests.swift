// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A folder of migrations` {
    private static let dialects: [Dialect] = [.postgresql, .sqlite]

    /// Makes a folder with empty files for SQLite, and answers what loading it throws.
    private func error(_ names: [String]) throws -> MigrationError? {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        let sqlite = URL(filePath: folder.path).appending(path: "sqlite")
        try FileManager.default.createDirectory(at: sqlite, withIntermediateDirectories: false)
        for name in names { try Data("SELECT 1;".utf8).write(to: sqlite.appending(path: name)) }
        do {
            _ = try MigrationFolder.load(.sqlite, directory: folder.path)
            return nil
        } catch {
            return error
        }
    }

    @Test func `comes with the program, with the same versions and titles for both engines`() throws {
        let steps = try Self.dialects.map { try MigrationFolder.load($0) }
        #expect(steps[0].map(\.name) == steps[1].map(\.name))
        #expect(
            steps[0].map(\.name) == [
                "0001 create messages", "0002 file messages under categories", "0003 name users and packages",
                "0004 keep headers and the rest", "0005 keep signatures", "0006 name sources", "0007 count messages",
                "0008 set aside", "0009 keep verdicts", "0010 note gaps", "0011 partition by time",
                "0012 copy messages in", "0013 find by day", "0014 keep bookmarks",
            ])
    }

    @Test(arguments: dialects) func `ends at the version the program was written for`(dialect: Dialect) throws {
        #expect(try MigrationFolder.load(dialect).map(\.version) == Array(1...Schema.version))
    }

    @Test(arguments: dialects) func `begins each file with a comment that says why`(dialect: Dialect) throws {
        for step in try MigrationFolder.load(dialect) {
            #expect(step.up.hasPrefix("-- "), "\(step.name)")
            #expect(step.down.hasPrefix("-- "), "\(step.name)")
        }
    }

    @Test func `is in order when its files are numbered from 1 without holes, whatever else lies there`() throws {
        #expect(
            try error(["0002_b_c.up.sql", "0002_b_c.down.sql", "0001_a.up.sql", "0001_a.down.sql", "notes.txt"]) == nil)
        #expect(try error([]) == nil)
    }

    @Test(arguments: [
        ["0002_b.up.sql", "0002_b.down.sql"], ["0001_a.up.sql", "0001_a.down.sql", "0003_c.up.sql", "0003_c.down.sql"],
        ["0001_a.up.sql", "0001_a.down.sql", "0001_b.up.sql", "0001_b.down.sql"], ["1_a.up.sql", "1_a.down.sql"],
        ["0001.up.sql", "0001.down.sql"], ["0001_.up.sql", "0001_.down.sql"], ["a.up.sql", "a.down.sql"],
        ["0001_a.up.sql"],
    ])
    func `is refused with a hole, a number twice, no title or no way back`(names: [String]) throws {
        #expect(try error(names)?.code == .badFile)
    }

    @Test func `that is not there is an error that names it`() {
        #expect {
            try MigrationFolder.load(.sqlite, directory: "/nonexistent")
        } throws: { error in
            (error as? MigrationError)?.code == .noFiles && "\(error)".contains("/nonexistent/sqlite")
        }
    }
}
