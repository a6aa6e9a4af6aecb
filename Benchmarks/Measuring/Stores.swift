// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// Where archives for measuring are made, each anew: durable ones, with the engines' own defaults.
struct Stores: Sendable {
    let engine: Engine
    /// The server; nil for SQLite.
    let cluster: ScratchCluster?

    /// Lends a place for an engine's archives.
    static func with<R>(_ engine: Engine, _ body: (Stores) async throws -> R) async throws -> R {
        try ReleasedPrograms.prepare()
        switch engine {
        case .sqlite: return try await body(Stores(engine: engine, cluster: nil))
        case .postgresql:
            return try await ScratchCluster.withDurable { try await body(Stores(engine: engine, cluster: $0)) }
        }
    }

    /// Lends an empty archive.
    ///
    /// - Parameter isMade: whether it is there, or only its name.
    func withArchive<R>(isMade: Bool = true, _ body: (ScratchArchive) async throws -> R) async throws -> R {
        guard let cluster else { return try await ScratchArchive.with(.sqlite, isMade: isMade, body) }
        return try await ScratchArchive.with(cluster, isMade: isMade, body)
    }

    /// Lends what the Python original makes its own tables in: an empty database, or a file that is not there yet.
    func withOriginalsPlace<R>(_ body: (ScratchArchive) async throws -> R) async throws -> R {
        try await withArchive(isMade: false) { place in
            try await cluster?.run("CREATE DATABASE \(place.databaseName)")
            return try await body(place)
        }
    }

    /// The server's time on the cores so far; nil where the database runs in the program itself.
    func serverTime() throws -> Duration? { try cluster?.processorTime() }

    /// The same since a moment.
    func serverTime(since before: Duration?) throws -> Duration? {
        try before.flatMap { before in try serverTime().map { $0 - before } }
    }

    /// What a running program and the server behind it need for some work.
    func figures(
        of program: RunningProgram, messages: Int, _ work: () async throws -> Void
    ) async throws -> Figures {
        let (before, server) = (try ProcessFigures(of: program.identifier), try serverTime())
        let start = ContinuousClock.now
        try await work()
        let elapsed = start.duration(to: .now)
        let after = try ProcessFigures(of: program.identifier)
        return Figures(
            elapsed: elapsed, messages: messages, client: after.processorTime - before.processorTime,
            server: try serverTime(since: server), peakBytes: after.peakBytes)
    }
}

extension Engine {
    /// Its name for a reader.
    var title: String {
        switch self {
        case .sqlite: "SQLite"
        case .postgresql: "PostgreSQL"
        }
    }
}

extension ScratchArchive {
    /// The name of its database on the server.
    var databaseName: String { url.firstMatch(of: /\/(test_\w+)\?/).map { String($0.1) } ?? "" }
    /// The path of its file.
    var sqlitePath: String { folder + "/test.db" }
}
