// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What `datanommer-migrate distribute` does.
package struct DistributionPlan: Hashable, Sendable {
    /// How many messages there are.
    package let messages: Int
    /// How many machines take them; nil: the extension is still to be made in the database.
    package let nodes: Int?
}

extension Archive {
    /// What spreading the messages over machines would do.
    ///
    /// - Throws: `PartitioningError` with `.impossible` where there is no Citus, or it is done already; `DatabaseError`.
    package func distributionPlan() async throws -> DistributionPlan {
        guard dialect == .postgresql else {
            throw PartitioningError(
                .impossible, "SQLite keeps an archive in one file: only PostgreSQL with Citus spreads it over machines")
        }
        return try await database.withConnection { connection in
            guard try !connection.execute(DistributionTable.isAvailable).isEmpty else {
                throw PartitioningError(.impossible, Self.whatToInstall)
            }
            let messages = Int(try connection.execute(CounterTable.total(where: "TRUE")).first?.integer(0) ?? 0)
            guard try !connection.execute(DistributionTable.isInstalled).isEmpty else {
                return DistributionPlan(messages: messages, nodes: nil)
            }
            guard try connection.execute(ConversionTable.isDistributed).isEmpty else {
                throw PartitioningError(.impossible, "the messages are distributed already")
            }
            let nodes = try connection.execute(DistributionTable.nodes).first?.integer(0)
            return DistributionPlan(messages: messages, nodes: nodes.map { Int($0) })
        }
    }

    /// Spreads the messages over machines in one transaction; who appends or changes messages waits for it. Makes the
    /// extension in the database first where it is missing.
    ///
    /// - Throws: `DatabaseError`, `PartitioningError`.
    package func distribute() async throws {
        try await database.withConnection { try $0.run(script: DistributionTable.install) }
        try await database.transaction { connection in
            try connection.lockForAppending(journal: MessageTable.journal)
            try connection.refuseWhilePartitioning()
            try connection.run(script: DistributionTable.sequentially)
            for table in DistributionTable.everywhere {
                try connection.execute(DistributionTable.copyEverywhere(table))
            }
            for family in PartitionTable.families { try connection.execute(DistributionTable.spread(family)) }
        }
        for table in DistributionTable.everywhere + PartitionTable.families {
            _ = try await database.withConnection { try $0.execute(DistributionTable.forgetHere(table)) }
        }
    }

    private static let whatToInstall = """
        this server has no Citus: install it there (for Debian: package postgresql-15-citus-13.0 of \
        packages.citusdata.com), put citus first into shared_preload_libraries, restart the server, and tell it its \
        machines with citus_set_coordinator_host and citus_add_node
        """
}
