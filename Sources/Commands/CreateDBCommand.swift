// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels

/// `datanommer-create-db`: the database and its schema.
package struct CreateDBCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-create-db",
        abstract: "Make the database where it is missing, and bring it to the newest schema.",
        version: Version.current)

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("The folder of migrations, instead of the program's own.", valueName: "folder"))
    var directory: String?

    package init() {}

    package mutating func perform() async throws {
        let database = try archive.database(mayCreate: true)
        if try await database.createIfMissing() { StandardError.write("made the database \(database.url)") }
        let migrator = try Migrator(database, directory: directory)
        let plan = try await migrator.plan(to: .head, isUp: true)
        try await migrator.run(plan) { print($0.announcement) }
        print("\(database.url) is at version \(migrator.files.count)")
    }
}
