// SPDX-License-Identifier: Apache-2.0

/// A server to be measured.
extension ScratchCluster {
    /// Lends a server as PostgreSQL comes: what it commits is on disk, if `/tmp` is.
    package static func withDurable<R>(_ body: (ScratchCluster) async throws -> R) async throws -> R {
        try await body(ScratchCluster(isDurable: true))
    }

    /// The path of the server's own psql.
    package static func psqlPath() throws -> String { try PostgreSQLPrograms().path("psql") }

    /// The time that all its processes had on the cores, those that have ended among them.
    package func processorTime() throws -> Duration {
        let first = try firstProcess()
        let children = Self.children(of: first).compactMap { try? ProcessFigures(of: Int($0)).processorTime }
        let own = try ProcessFigures(of: Int(first))
        return children.reduce(own.processorTime + own.childrenTime, +)
    }
}
