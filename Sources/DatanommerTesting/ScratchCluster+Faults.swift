// SPDX-License-Identifier: Apache-2.0

import Foundation
import SQL

/// What goes wrong with a server.
extension ScratchCluster {
    /// Changes a setting for all sessions, those that are there too, and waits for nothing.
    ///
    /// - Parameter value: as SQL writes it; nil: as it was.
    package func set(_ setting: String, to value: String?) async throws {
        try await run(value.map { "ALTER SYSTEM SET \(setting) = \($0)" } ?? "ALTER SYSTEM RESET \(setting)")
        try await run("SELECT pg_reload_conf()")
    }

    /// Ends all sessions on a database but our own.
    package func endSessions(on database: String) async throws {
        try await run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(database)'")
    }

    /// Runs SQL as the owner, outside a transaction, in a session that may write whatever the server's default is.
    package func run(_ script: String, on database: String = "postgres") async throws {
        let server = Database(try url(database: database))
        defer { server.close() }
        try await server.withConnection { connection in
            try connection.run(script: "SET default_transaction_read_only = off")
            try connection.run(script: script)
        }
    }

    /// Stops all its processes where they are: they keep what they hold, and answer nobody.
    package func freeze() throws {
        // The first process makes the others: once it is frozen no new one appears.
        let first = try firstProcess()
        kill(first, SIGSTOP)
        for child in Self.children(of: first) { kill(child, SIGSTOP) }
    }

    /// Lets a frozen server go on.
    package func thaw() throws {
        let first = try firstProcess()
        for child in Self.children(of: first) + [first] { kill(child, SIGCONT) }
    }

    /// Ends all its processes at once, frozen or not, and waits until they are gone.
    package func kill9() async throws {
        let first = try firstProcess()
        let processes = [first] + Self.children(of: first)
        for process in processes { kill(process, SIGKILL) }
        _ = try await eventually("the end of a killed server") {
            processes.allSatisfy(Self.isGone) ? true : nil
        }
        // Where nobody waits for orphans the first one's number stays taken, and the next start takes it for running.
        for file in [data + "/postmaster.pid", folder.path + "/.s.PGSQL.\(port).lock"] {
            try? FileManager.default.removeItem(atPath: file)
        }
    }

    /// The one that makes all others.
    func firstProcess() throws -> pid_t {
        let text = try String(contentsOfFile: data + "/postmaster.pid", encoding: .utf8)
        guard let process = text.split(separator: "\n").first.flatMap({ pid_t($0) }) else {
            throw ScratchError("\(data)/postmaster.pid names no process")
        }
        return process
    }

    /// The processes that one made.
    static func children(of parent: pid_t) -> [pid_t] {
        let processes = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap(pid_t.init)
        return processes.filter { status(of: $0)?.parent == parent }
    }

    private static func isGone(_ process: pid_t) -> Bool {
        status(of: process).map { $0.state == "Z" } ?? true
    }

    /// Its state's letter and its parent (proc(5)); the name before them may hold anything but ends with a parenthesis.
    private static func status(of process: pid_t) -> (state: String, parent: pid_t)? {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let words = text[text.index(after: end)...].split(separator: " ")
        guard words.count > 1, let parent = pid_t(words[1]) else { return nil }
        return (String(words[0]), parent)
    }
}

extension ScratchCluster {
    /// Moves a database that nobody is connected to onto a small disk, so that it can run out of room; the server's log stays
    /// where it is.
    package func move(_ database: String, to disk: ScratchDisk) async throws {
        let place = disk.path + "/tables"
        try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
        try programs.own(place)
        try await run("CREATE TABLESPACE small LOCATION '\(place)'")
        try await run("ALTER DATABASE \(database) SET TABLESPACE small")
    }
}
