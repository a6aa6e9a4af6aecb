// SPDX-License-Identifier: Apache-2.0

package import ArgumentParser
internal import DatanommerModels
internal import SQL

/// `datanommer-migrate`: the schema, step by step.
package struct MigrateCommand: ArchiveCommand {
    package static let configuration = CommandConfiguration(
        commandName: "datanommer-migrate",
        abstract: "Move the archive's schema, one step a transaction.",
        usage: """
            datanommer-migrate [options] upgrade [+N | head | VERSION]
            datanommer-migrate [options] downgrade (-N | base | VERSION)
            datanommer-migrate [options] (current | history | check)
            datanommer-migrate [options] stamp VERSION
            datanommer-migrate [options] partition [--interval INTERVAL] [--batch N] [--dry-run | --abandon]
            datanommer-migrate [options] distribute [--dry-run]
            """,
        version: Version.current)

    enum Action: String, CaseIterable, ExpressibleByArgument {
        case upgrade, downgrade, current, history, stamp, check, partition, distribute
    }

    @OptionGroup var archive: ArchiveOptions

    @Option(help: ArgumentHelp("The folder of migrations, instead of the program's own.", valueName: "folder"))
    var directory: String?

    @Flag(help: "upgrade, downgrade: print the SQL instead of running it.")
    var sql = false

    @OptionGroup var partitioning: PartitioningOptions

    @Argument(help: "What to do.")
    var action: Action

    // An array that takes what looks like an option: "-1" is a number of steps here.
    @Argument(parsing: .allUnrecognized, help: ArgumentHelp("How far: +N, -N, head, base or a version."))
    var target: [String] = []

    package init() {}

    package func validate() throws {
        guard target.count <= 1 else {
            throw ValidationError("unexpected: \(target.dropFirst().joined(separator: " "))")
        }
        if let target = target.first, MigrationTarget(target) == nil {
            throw ValidationError("\(target) is no target: wanted is +N, -N, head, base or a version")
        }
        switch action {
        case .upgrade: break
        case .downgrade: if target.isEmpty { throw ValidationError("downgrade to where? -N, base or a version") }
        case .stamp:
            guard case .version = target.first.flatMap(MigrationTarget.init) else {
                throw ValidationError("stamp which version?")
            }
        case .current, .history, .check, .partition, .distribute:
            if let target = target.first { throw ValidationError("\(action.rawValue) takes no \(target)") }
        }
        if sql, action != .upgrade, action != .downgrade {
            throw ValidationError("--sql goes with upgrade and downgrade")
        }
        try partitioning.check(goesWith: action)
    }

    package mutating func perform() async throws {
        switch action {
        case .partition: try await partitioning.partition(try await archive.archive())
        case .distribute: try await partitioning.distribute(try await archive.archive())
        default: try await move()
        }
    }

    private func move() async throws {
        let migrator = try Migrator(try archive.database(mayCreate: action == .upgrade && !sql), directory: directory)
        let target = target.first.flatMap(MigrationTarget.init) ?? .head
        switch action {
        case .upgrade: try await move(migrator, to: target, isUp: true)
        case .downgrade: try await move(migrator, to: target, isUp: false)
        case .current: print(try await migrator.current())
        case .history: for line in try await migrator.history() { print(line) }
        case .stamp: try await stamp(migrator, target)
        case .check: try await check(migrator)
        case .partition, .distribute: break
        }
    }

    private func move(_ migrator: Migrator, to target: MigrationTarget, isUp: Bool) async throws {
        let plan = try await migrator.plan(to: target, isUp: isUp)
        if sql { return print(plan.script(migrator.dialect), terminator: "") }
        try await migrator.run(plan) { print($0.announcement) }
        if plan.steps.isEmpty { print("nothing to do: \(try await migrator.current())") }
    }

    private func stamp(_ migrator: Migrator, _ target: MigrationTarget) async throws {
        guard case .version(let version) = target else { return }
        try await migrator.stamp(version)
        print(try await migrator.current())
    }

    private func check(_ migrator: Migrator) async throws {
        let plan = try await migrator.plan(to: .head, isUp: true)
        guard !plan.steps.isEmpty else { return print("up to date: \(try await migrator.current())") }
        print("behind by \(plan.steps.count): datanommer-migrate upgrade")
        throw CommandFailure.failed
    }
}

extension Migrator {
    fileprivate func current() async throws -> String {
        guard let newest = try await applied().last else { return "version 0 (no schema)" }
        return "version \(newest.version) (\(newest.title))"
    }

    /// A line a step: applied when, or still to come.
    fileprivate func history() async throws -> [String] {
        let applied = try await applied()
        try MigrationPlan.check(applied, against: files)
        return files.map { file in
            let date = applied.first { $0.version == file.version }.map { "applied \($0.appliedAt.civil.prefix(19))" }
            return "\(file.name): \(date ?? "to come")"
        }
    }
}
