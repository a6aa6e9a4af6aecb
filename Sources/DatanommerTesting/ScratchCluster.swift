// SPDX-License-Identifier: Apache-2.0

import Foundation
package import SQL

/// A private PostgreSQL server: reached through a socket in its own folder only, unless it is one with TLS, its disk writes
/// not flushed, unless it is a durable one.
///
/// It ends with this process, however that ends: a small shell waits for the end and then stops the server and removes
/// its folder. (The same when it is let go.) PostgreSQL refuses to run as root; the server then runs as `postgres` or `nobody`.
package final class ScratchCluster: Sendable {
    private static let usualPort = 5432
    private static let onlyOne = Result { try ScratchCluster() }

    let programs: PostgreSQLPrograms
    /// Holds the socket and the data.
    let folder: ScratchFolder
    /// The port of its socket, and of 127.0.0.1 where it listens there.
    let port: Int
    /// Held as long as the server shall live.
    private let lifeline: Lifeline

    /// The one that the tests of this process share; started when it is first asked for, which takes some seconds.
    ///
    /// - Throws: ``ScratchError``, which says what to install.
    package static func shared() throws -> ScratchCluster {
        try onlyOne.get()
    }

    /// Lends a server of its own to a test that will stop it.
    package static func withOwn<R>(_ body: (ScratchCluster) async throws -> R) async throws -> R {
        try await body(ScratchCluster())
    }

    /// - Parameters:
    ///   - tcpPort: The port of 127.0.0.1 where it listens; nil: nowhere but at its socket.
    ///   - isDurable: Whether it runs as the server comes, what is committed on disk.
    ///   - prepare: Told when its data are there, before it starts.
    init(
        tcpPort: Int? = nil, isDurable: Bool = false, _ prepare: (ScratchCluster) throws -> Void = { _ in }
    ) throws {
        port = tcpPort ?? Self.usualPort
        programs = try PostgreSQLPrograms()
        folder = try ScratchFolder()
        lifeline = try Lifeline()
        try programs.own(folder.path)
        try programs.runAsOwner([
            "initdb", "-D", data, "-U", "datanommer", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync",
        ])
        try configure(listening: tcpPort != nil, isDurable: isDurable)
        try prepare(self)
        try programs.removeAtEnd(folder.path, data: data, lifeline)
        try start()
    }

    /// A standby of another server: a copy of its data, which follows it.
    ///
    /// Its own settings come behind those that it copied.
    init(following primary: ScratchCluster) throws {
        port = Self.usualPort
        programs = try PostgreSQLPrograms()
        folder = try ScratchFolder()
        lifeline = try Lifeline()
        try programs.own(folder.path)
        try programs.runAsOwner([
            "pg_basebackup", "-h", primary.folder.path, "-U", "datanommer", "-D", data, "-R", "-X", "stream",
            "-c", "fast", "--no-sync",
        ])
        try append("unix_socket_directories = '\(folder.path)'", to: "postgresql.conf")
        try programs.removeAtEnd(folder.path, data: data, lifeline)
        try start()
    }

    var data: String { folder.path + "/data" }

    /// Starts it after ``stop(_:)``; returns when it takes connections.
    package func start() throws {
        do {
            try programs.runAsOwner(["pg_ctl", "-D", data, "-l", folder.path + "/log", "-w", "-t", "60", "start"])
        } catch let error as ScratchError {
            let log = FileManager.default.contents(atPath: folder.path + "/log") ?? Data()
            throw ScratchError("\(error); the log ends with: \(String(decoding: log.suffix(1_500), as: UTF8.self))")
        }
    }

    /// How to stop.
    package enum Stop: String, Sendable {
        /// As if the power failed: nobody is told, the next start recovers.
        case immediate
        /// Sessions are told and ended, what was committed is written.
        case fast
    }

    /// Stops it; returns when it is gone.
    package func stop(_ way: Stop) throws {
        try programs.runAsOwner(["pg_ctl", "-D", data, "-w", "-t", "60", "-m", way.rawValue, "stop"])
    }

    /// A URL of one of its databases.
    ///
    /// - Parameters:
    ///   - database: Its name.
    ///   - user: `datanommer` may do everything and needs no password. The server asks `careful` for one.
    package func url(database: String = "postgres", user: String = "datanommer") throws -> DatabaseURL {
        try DatabaseURL(urlText(database: database, user: user))
    }

    /// The same as a program takes it.
    package func urlText(database: String, user: String = "datanommer") -> String {
        let port = port == Self.usualPort ? "" : "&port=\(port)"
        return "postgresql://\(user)@/\(database)?host=\(folder.path)\(port)"
    }

    /// What makes tests quick; the zone, which nobody expects, shows what depends on the server's.
    private static let hasty = """
        fsync = off
        synchronous_commit = off
        full_page_writes = off
        max_connections = 500
        shared_buffers = 32MB
        timezone = 'Asia/Kathmandu'
        """

    private func configure(listening: Bool, isDurable: Bool) throws {
        let settings = """
            listen_addresses = '\(listening ? "127.0.0.1" : "")'
            port = \(port)
            unix_socket_directories = '\(folder.path)'
            \(isDurable ? "" : Self.hasty)
            """
        try append(settings, to: "postgresql.conf")
        let login = "local all careful scram-sha-256\nlocal all all trust\nlocal replication all trust\n"
        try Data(login.utf8).write(to: URL(fileURLWithPath: data + "/pg_hba.conf"))
    }

    /// Adds lines to one of its files of settings; the last of the same name counts.
    func append(_ text: String, to name: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(data)/\(name)"))
        defer { file.closeFile() }
        try file.seekToEnd()
        try file.write(contentsOf: Data("\n\(text)\n".utf8))
    }
}
