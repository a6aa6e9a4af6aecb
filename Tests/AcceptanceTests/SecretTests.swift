// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(4)), .serialized) struct `A password that the daemon was called with` {
    private static let password = "hunter2"
    private static let failure = "database does not take messages, retrying"

    @Test(arguments: ["text", "json"])
    func `is told by no process list and no log line, in an outage, at a wrong login, at SIGHUP`(
        format: String
    ) async throws {
        try await ScratchCluster.withOwn { server in
            // What was stored before the outage shall be there after it.
            try await server.set("synchronous_commit", to: "on")
            try await server.run("CREATE ROLE careful LOGIN CREATEDB PASSWORD '\(Self.password)'")
            try await ScratchArchive.withFolder { folder in
                let plain = server.urlText(database: "secret", user: "careful")
                let url = plain.replacing("careful@", with: "careful:\(Self.password)@")
                let archive = ScratchArchive(url: url, folder: folder)
                #expect(try await archive.run("create-db").status == 0)
                try await NumberedLoad.with(perSecond: 100, bytes: 1_000) { load in
                    let config = try archive.write("log: {level: trace, format: \(format)}\n", to: "daemon.yaml")
                    let options = ["--config", config, "--endpoint", load.endpoint, "--migrate"]
                    try await archive.running("consumer", options) { program in
                        try await program.errorLine(with: "listening")
                        let words = try words(of: program)
                        let shown = plain.replacing("careful@", with: "careful:*@")
                        #expect(
                            words == [try BuiltProgram.path("datanommer-consumer"), "--database-url", shown] + options)
                        try await archive.expectStored(load.count)
                        try await endure(server, program)
                        try await archive.expectStored(load.count + 10)
                        try await readAgain(archive, program)
                        load.stop()
                        program.signal(SIGTERM)
                        let end = try await program.finished()
                        #expect(end.status == 0 && end.outputBytes == [], "\(end)")
                        #expect(!end.errors.contains(Self.password))
                        #expect(end.errors.contains("stopped"))
                    }
                }
            }
        }
    }

    /// The server goes away and comes back, then does not know the password any more, then does.
    private func endure(_ server: ScratchCluster, _ program: RunningProgram) async throws {
        try server.stop(.immediate)
        try await program.errorLine(with: Self.failure)
        try server.start()
        try await program.errorLine(with: "database is back")
        try await server.run("ALTER ROLE careful PASSWORD 'another'")
        try await server.endSessions(on: "secret")
        try await program.errorLine(with: "password authentication failed")
        try await server.run("ALTER ROLE careful PASSWORD '\(Self.password)'")
        try await program.errorLine(with: "database is back", after: 1)
    }

    /// The configuration gets a URL, at its place and at wrong ones.
    private func readAgain(_ archive: ScratchArchive, _ program: RunningProgram) async throws {
        let url = "postgresql://careful:\(Self.password)@host/db"
        _ = try archive.write("database:\n  url: \(url)\n", to: "daemon.yaml")
        program.signal(SIGHUP)
        try await program.errorLine(with: "configuration read again")
        let wrong = [
            "database: \(url)", "database:\n  url:\(url)", "database: {\"\(url)\": 1}",
            "bus: {endpoints: [\"\(url)\"]}",
            "backlog: {rows: \"\(url)\"}", "monitoring: {\"\(url)\": 1, \"\(url)\": 2}", "database:\n  url: \(url): x",
        ]
        for (number, text) in wrong.enumerated() {
            _ = try archive.write(text + "\n", to: "daemon.yaml")
            program.signal(SIGHUP)
            try await program.errorLine(with: "configuration not changed", after: number)
        }
    }

    /// What ps(1) shows of it.
    private func words(of program: RunningProgram) throws -> [String] {
        let line = try #require(FileManager.default.contents(atPath: "/proc/\(program.identifier)/cmdline"))
        return line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
