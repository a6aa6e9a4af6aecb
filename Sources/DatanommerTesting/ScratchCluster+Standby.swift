// SPDX-License-Identifier: Apache-2.0

package import SQL

/// Two servers, one of which follows the other.
extension ScratchCluster {
    /// Lends a server and its standby. The server is careful: a COMMIT is answered when the standby has it on disk.
    package static func withStandby<R>(
        _ body: (_ primary: ScratchCluster, _ standby: ScratchCluster) async throws -> R
    ) async throws -> R {
        try await withOwn { primary in
            try await primary.set("synchronous_commit", to: "on")
            let standby = try ScratchCluster(following: primary)
            // Only now: the standby copied the settings, and will have no standby of its own.
            try await primary.set("synchronous_standby_names", to: "'*'")
            _ = try await eventually("a synchronous standby") {
                try await primary.number("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'") == 1
                    ? true : nil
            }
            return try await body(primary, standby)
        }
    }

    /// The URL of a database on whichever of two servers can be written to.
    package func urlText(database: String, or other: ScratchCluster) -> String {
        "postgresql://datanommer@/\(database)?host=\(folder.path),\(other.folder.path)&target_session_attrs=read-write"
    }

    /// Makes a server of a standby; returns when it can be written to.
    package func promote() throws {
        try programs.runAsOwner(["pg_ctl", "-D", data, "-w", "-t", "60", "promote"])
    }

    /// The number that a question is answered with.
    package func number(_ question: SQL) async throws -> Int64 {
        let server = Database(try url())
        defer { server.close() }
        return try await server.withConnection { try $0.execute(question)[0].integer(0) }
    }
}
