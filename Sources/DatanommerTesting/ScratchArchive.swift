// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL

/// An archive of a test's own, asked and managed by the programs themselves.
package struct ScratchArchive: Sendable {
    /// What `--database-url` takes.
    package let url: String
    /// The working folder of the programs, with nothing in it but what the test puts there and SQLite's `test.db`.
    package let folder: String

    /// An archive that the caller makes and removes.
    package init(url: String, folder: String) {
        self.url = url
        self.folder = folder
    }

    /// The same folder and another database, whether it is there or not.
    package func at(url: String) -> ScratchArchive {
        ScratchArchive(url: url, folder: folder)
    }

    /// Lends an archive, and removes it afterwards.
    ///
    /// - Parameter isMade: whether `datanommer-create-db` has made it; otherwise it is not there at all.
    /// - Throws: ``ScratchError`` when it cannot be made, and what the body throws.
    package static func with<R>(
        _ engine: Engine, isMade: Bool = true, _ body: (ScratchArchive) async throws -> R
    ) async throws -> R {
        switch engine {
        case .sqlite:
            return try await withFolder { folder in
                try await make(ScratchArchive(url: "sqlite:///\(folder)/test.db", folder: folder), isMade, body)
            }
        case .postgresql:
            let cluster = try await ScratchCluster.sharedOffPool()
            return try await with(cluster, isMade: isMade, body)
        }
    }

    /// Lends an archive on a server of one's own.
    package static func with<R>(
        _ cluster: ScratchCluster, isMade: Bool = true, _ body: (ScratchArchive) async throws -> R
    ) async throws -> R {
        let name = "test_" + UUID().uuidString.lowercased().replacing("-", with: "")
        return try await withFolder { folder in
            let archive = ScratchArchive(url: cluster.urlText(database: name), folder: folder)
            let result: R
            do {
                result = try await make(archive, isMade, body)
            } catch {
                // The test's own error tells more than one of clearing up.
                try? await cluster.drop(name)
                throw error
            }
            try await cluster.drop(name)
            return result
        }
    }

    /// Runs one of the programs to its end: `run("stats", "--topic")`.
    ///
    /// - Parameters:
    ///   - command: Its name without `datanommer-`.
    ///   - input: What it reads.
    ///   - environment: Variables beside the usual ones.
    package func run(
        _ command: String, _ arguments: String..., input: String = "", environment: [String: String] = [:]
    ) async throws -> FinishedProgram {
        try await run(command, arguments, input: Array(input.utf8), environment: environment)
    }

    /// The same with bytes.
    package func run(
        _ command: String, _ arguments: [String], input: [UInt8] = [], environment: [String: String] = [:]
    ) async throws -> FinishedProgram {
        try await RunningProgram.run(
            words(command, arguments), input: input, environment: BuiltProgram.environment(environment),
            directory: folder)
    }

    /// Lends one of the programs while it runs.
    package func running<R>(
        _ command: String, _ arguments: [String], environment: [String: String] = [:],
        _ body: (RunningProgram) async throws -> R
    ) async throws -> R {
        try await RunningProgram.with(
            words(command, arguments), environment: BuiltProgram.environment(environment), directory: folder, body)
    }

    /// The path of one of the programs, and its arguments with the archive's URL.
    package func words(_ command: String, _ arguments: [String]) throws -> [String] {
        [try BuiltProgram.path("datanommer-\(command)"), "--database-url", url] + arguments
    }

    /// Writes a file into the working folder; the answer is its path.
    package func write(_ text: String, to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(text.utf8).write(to: URL(filePath: path))
        return path
    }

    private static func make<R>(
        _ archive: ScratchArchive, _ isMade: Bool, _ body: (ScratchArchive) async throws -> R
    ) async throws -> R {
        if isMade {
            let made = try await archive.run("create-db")
            guard made.status == 0 else { throw ScratchError("datanommer-create-db failed: \(made)") }
        }
        return try await body(archive)
    }

    /// Lends a working folder for an archive that is made elsewhere.
    package static func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        return try await body(folder.path)
    }
}

extension ScratchCluster {
    /// The shared one, without keeping one of the few threads that tests share from its work.
    fileprivate static func sharedOffPool() async throws -> ScratchCluster {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue(label: "datanommer.testing.cluster").async {
                continuation.resume(with: Result { try shared() })
            }
        }
    }

    fileprivate func drop(_ name: String) async throws {
        let server = Database(try url())
        defer { server.close() }
        try await server.withConnection { try $0.run(script: "DROP DATABASE IF EXISTS \(name) WITH (FORCE)") }
    }
}
