// SPDX-License-Identifier: Apache-2.0

@testable import DatanommerModels

extension Migrator {
    /// Moves the schema.
    func go(to target: MigrationTarget, isUp: Bool = true) async throws {
        try await run(plan(to: target, isUp: isUp))
    }

    /// The versions that the database has.
    func versions() async throws -> [Int] {
        try await applied().map(\.version)
    }
}
