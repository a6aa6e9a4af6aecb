// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `The daemon under a supervisor` {
    /// Nobody is there, and nobody will be.
    private static let nowhere = ["--endpoint", "ipc:///nonexistent/bus"]

    @Test func `tells READY, that it is alive, and STOPPING`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let socket = try NotifySocket(archive.folder + "/notify")
            let environment = ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "200000"]
            try await Daemon.with(archive, ["ipc://\(archive.folder)/bus"], environment: environment) { daemon in
                _ = try await eventually("signs of life") {
                    socket.heard().count { $0 == "WATCHDOG=1" } >= 3 ? true : nil
                }
                try await daemon.stop()
                let heard = socket.heard()
                #expect(heard.first == "READY=1" && heard.last == "STOPPING=1")
                #expect(Set(heard.dropFirst().dropLast()) == ["WATCHDOG=1"])
            }
        }
    }

    @Test func `says in one line that it listens and to what, as text or as an object`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let options = Self.nowhere + ["--topic", "org.fedoraproject.prod."]
            try await archive.running("consumer", options) { program in
                let line = try await program.errorLine(with: "listening")
                for part in [" info ", "ipc:///nonexistent/bus", "org.fedoraproject.prod.", "/test.db"] {
                    #expect(line.contains(part), "\(line)")
                }
                program.signal(SIGTERM)
                #expect(try await program.finished().status == 0)
            }
            try await Daemon.with(archive, [], options) { daemon in
                try await daemon.stop(SIGINT)
                let log = try daemon.log()
                for line in log {
                    #expect(line["time"]?.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/) != nil)
                    #expect(["debug", "info", "warning"].contains(line["level"]))
                }
                let listening = try #require(log.first { $0["message"] == "listening" })
                #expect(
                    listening["endpoints"] == "ipc:///nonexistent/bus"
                        && listening["topics"] == "org.fedoraproject.prod.")
            }
        }
    }

    @Test func `makes its SQLite archive itself, unless it is told not to`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let refused = try await archive.run("consumer", Self.nowhere + ["--no-migrate"])
            #expect(refused.status == 69 && refused.errors.contains("datanommer-create-db"), "\(refused)")
            try await Daemon.with(archive, [], Self.nowhere) { try await $0.stop() }
            #expect(try await archive.run("migrate", "check").status == 0)
        }
    }

    @Test func `refuses a stale PostgreSQL schema, unless it is told to bring it along`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            _ = try await archive.run("migrate", "downgrade", "-1")
            let refused = try await archive.run("consumer", Self.nowhere)
            #expect(refused.status == 78, "\(refused)")
            #expect(
                refused.errors.wholeMatch(of: /datanommer-consumer: [^\n]*run datanommer-migrate upgrade\n/) != nil,
                "\(refused)")
            try await Daemon.with(archive, [], Self.nowhere + ["--migrate"]) { try await $0.stop() }
            #expect(try await archive.run("migrate", "check").status == 0)
        }
    }

    @Test func `refuses to start without an endpoint, with a wrong one, or with a wrong configuration`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let wrong = try archive.write("bus: {endpoint: []}\n", to: "wrong.yaml")
            let cases: [([String], Int, String)] = [
                ([], 78, "no endpoint to listen to"), (["--endpoint", "tcp://nowhere"], 78, "tcp://nowhere"),
                (["--endpoint", "http://x:1"], 78, "http://x:1"),
                (Self.nowhere + ["--config", wrong], 78, "wrong.yaml:1: bus.endpoint "),
                (Self.nowhere + ["--rules", wrong], 78, "extraction rules"),
                (["--log-level", "loud"], 64, "--log-level"),
                (Self.nowhere + ["--database-url", "mysql://x"], 78, "the database URL"),
            ]
            for (arguments, status, text) in cases {
                let end = try await archive.run("consumer", arguments)
                #expect(
                    end.status == status && end.outputBytes == [] && end.errors.contains(text), "\(arguments): \(end)")
            }
        }
    }

    @Test func `refuses a spool that another one has`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await Daemon.with(archive, [], Self.nowhere) { daemon in
                let second = try await archive.run("consumer", Self.nowhere)
                #expect(second.status == 69 && second.errors.contains("another process uses the spool"), "\(second)")
                try await daemon.stop()
            }
        }
    }
}
