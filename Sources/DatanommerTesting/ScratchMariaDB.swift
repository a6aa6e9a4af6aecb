// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A private MariaDB server, reached through a socket in its own folder only.
///
/// It ends with this process, however that ends: a small shell waits for the end and then kills the server and removes its
/// folder. MariaDB refuses to run as root; the server then runs as `mysql` or `nobody`.
package final class ScratchMariaDB: Sendable {
    private static let onlyOne = Result { try ScratchMariaDB() }

    private let folder: ScratchFolder
    private let lifeline: Lifeline
    /// The user who owns the server where we are root; nil: we ourselves.
    private let owner: String?
    private let isDurable: Bool
    private let process = Mutex<ChildProcess?>(nil)

    /// The one that the tests of this process share; started when it is first asked for, which takes some seconds.
    ///
    /// - Throws: ``ScratchError``, which says what to install.
    package static func shared() throws -> ScratchMariaDB {
        try onlyOne.get()
    }

    /// Lends a server of its own to a test that will stop it, or to a measurement, for which it keeps what it commits.
    package static func withOwn<R>(
        isDurable: Bool = false, _ body: (ScratchMariaDB) async throws -> R
    ) async throws -> R {
        let server = try ScratchMariaDB(isDurable: isDurable)
        defer { server.stop() }
        return try await body(server)
    }

    private init(isDurable: Bool = false) throws {
        self.isDurable = isDurable
        folder = try ScratchFolder()
        lifeline = try Lifeline()
        owner = geteuid() == 0 ? ["mysql", "nobody"].first { getpwnam($0) != nil } : nil
        try own()
        try run([
            "mariadb-install-db", "--no-defaults", "--datadir=\(data)", "--auth-root-authentication-method=normal",
            "--skip-test-db",
        ])
        try removeAtEnd()
        try start()
    }

    /// The path of its socket. `root` may do everything and needs no password.
    package var socket: String { folder.path + "/socket" }

    private var data: String { folder.path + "/data" }

    /// Starts it after ``stop()``; returns when it takes connections.
    package func start() throws {
        // Its own word for "nothing is said to other machines".
        let words = [
            "mariadbd", "--no-defaults", "--datadir=\(data)", "--socket=\(socket)", "--skip-networking",
            "--pid-file=\(folder.path)/pid", "--innodb-flush-log-at-trx-commit=\(isDurable ? 1 : 0)",
            "--innodb-buffer-pool-size=128M", "--default-time-zone=+05:45",
        ]
        let started = try ChildProcess(command(words), output: folder.path + "/log")
        process.withLock { $0 = started }
        try run([
            "mariadb-admin", "--no-defaults", "--socket=\(socket)", "--user=root", "--wait=60", "--silent", "ping",
        ])
    }

    /// Kills it as if the power failed; returns when it is gone.
    package func stop() {
        let running = process.withLock { process in
            defer { process = nil }
            return process
        }
        guard let running else { return }
        kill(running.identifier, SIGKILL)
        _ = running.wait()
    }

    /// Runs statements with its own program and answers what they said, tabs between columns.
    package func query(_ statements: String, database: String = "mysql") async throws -> String {
        let finished = try await RunningProgram.run(
            [
                "mariadb", "--no-defaults", "--socket=\(socket)", "--user=root", "--skip-column-names", "--batch",
                "--raw",
                "--default-character-set=utf8mb4", database,
            ],
            input: Array(statements.utf8))
        guard finished.status == 0 else { throw ScratchError("\(statements.prefix(200)): \(finished.errors)") }
        return finished.output
    }

    /// Lends a database of its own to a test, by name.
    package func withDatabase<R>(_ body: (String) async throws -> R) async throws -> R {
        let name = "test_" + UUID().uuidString.lowercased().replacingOccurrences(of: "-", with: "")
        _ = try await query("CREATE DATABASE \(name) CHARACTER SET utf8mb4")
        let result: R
        do {
            result = try await body(name)
        } catch {
            // The test's own error tells more than one of clearing up.
            _ = try? await query("DROP DATABASE \(name)")
            throw error
        }
        _ = try await query("DROP DATABASE \(name)")
        return result
    }

    private func own() throws {
        guard let owner, let entry = getpwnam(owner) else { return }
        guard chown(folder.path, entry.pointee.pw_uid, entry.pointee.pw_gid) == 0 else {
            throw ScratchError("\(folder.path) could not be given to \(owner)")
        }
    }

    private func run(_ words: [String]) throws {
        let said = try ScratchFolder()
        defer { said.remove() }
        let path = said.path + "/said"
        guard try ChildProcess(command(words), output: path).wait() == 0 else {
            let text = FileManager.default.contents(atPath: path) ?? Data()
            let log = FileManager.default.contents(atPath: folder.path + "/log") ?? Data()
            throw ScratchError(
                "\(words[0]) failed (these tests need apt-get install mariadb-server): "
                    + String(decoding: text.suffix(1_000) + log.suffix(1_000), as: UTF8.self))
        }
    }

    private func command(_ words: [String]) -> [String] {
        guard let owner else { return words }
        return ["setpriv", "--reuid=\(owner)", "--regid=\(owner)", "--clear-groups", "--"] + words
    }

    /// A server that was stopped has taken its process id's file with it, or left one of a process that is none of ours
    /// any more: only one that still has our folder open is killed.
    private func removeAtEnd() throws {
        let kill = "p=$(cat '\(folder.path)/pid') && grep -q '\(data)' /proc/$p/cmdline && kill -9 $p"
        let waiting = "trap '' INT TERM HUP; cd /; read -r _ <&3; \(kill); rm -rf '\(folder.path)'"
        let starter = try ChildProcess(["/bin/sh", "-c", "exec 3<&0; (\(waiting)) &"], input: lifeline.readingEnd)
        _ = starter.wait()
    }
}
