// SPDX-License-Identifier: Apache-2.0

/// The steps from where a database is to where it shall be; pure.
package struct MigrationPlan: Hashable, Sendable {
    /// One step to take.
    package enum Step: Hashable, Sendable {
        case up(Migration)
        case down(Migration)
    }

    /// The version the database has; 0 is none.
    package let current: Int
    /// The steps, in the order they are taken.
    package let steps: [Step]

    /// - Parameters:
    ///   - applied: what the database has, in order.
    ///   - files: what there is, in order.
    /// - Throws: `MigrationError` when an applied file changed or is gone, or the target cannot be reached.
    package init(applied: [AppliedMigration], files: [Migration], to target: MigrationTarget, isUp: Bool)
        throws(MigrationError)
    {
        try Self.check(applied, against: files)
        current = applied.last?.version ?? 0
        let version = try Self.version(target, from: current, head: files.count, isUp: isUp)
        if isUp {
            steps = files.filter { $0.version > applied.count && $0.version <= version }.map { .up($0) }
        } else {
            steps = files.filter { $0.version > version && $0.version <= applied.count }.reversed().map { .down($0) }
        }
    }

    /// An applied step must be there and unchanged: a new change is a new file.
    package static func check(_ applied: [AppliedMigration], against files: [Migration]) throws(MigrationError) {
        for migration in applied {
            guard let file = files.first(where: { $0.version == migration.version }) else {
                throw MigrationError(
                    .changedAfterApplied,
                    "version \(migration.version) (\(migration.title)) is applied, but its file is gone: "
                        + "this program is older than the database; install the newer one")
            }
            guard file.checksum == migration.checksum else {
                throw MigrationError(
                    .changedAfterApplied,
                    "the file of version \(file.name) was changed after it was applied: restore it; a new change is a new file"
                )
            }
        }
    }

    private static func version(_ target: MigrationTarget, from current: Int, head: Int, isUp: Bool)
        throws(MigrationError) -> Int
    {
        let version =
            switch target {
            case .head: head
            case .base: 0
            case .steps(let count): isUp ? min(current + count, head) : current + count
            case .version(let version): version
            }
        guard (0...head).contains(version) else {
            throw MigrationError(.noSuchVersion, "there is no version \(version): the versions are 1 to \(head)")
        }
        guard isUp ? version >= current : version <= current else {
            throw MigrationError(
                .noSuchVersion,
                "the database is at version \(current): \(isUp ? "downgrade" : "upgrade") leads to version \(version)")
        }
        return version
    }
}

extension MigrationPlan.Step {
    /// The line that says what is being done.
    package var announcement: String {
        switch self {
        case .up(let migration): "upgrade to \(migration.name)"
        case .down(let migration): "downgrade from \(migration.name)"
        }
    }
}
