// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(4)), .serialized) struct `The daemon, keeping house,` {
    private static let topic = "org.fedoraproject.dev.test.old"

    /// A message that was said so many days ago.
    private static func message(_ msgID: String, daysAgo: Int64) -> [[UInt8]] {
        let time = Timestamp.now.microseconds / 1_000_000 - daysAgo * 86_400
        let body = #"{"topic": "\#(topic)", "msg_id": "\#(msgID)", "timestamp": \#(time), "msg": {}}"#
        return [Array(topic.utf8), Array(body.utf8)]
    }

    private static func load(_ messages: [[[UInt8]]], into archive: ScratchArchive) async throws {
        let lines = messages.map { String(decoding: $0[1], as: UTF8.self) }
        let loaded = try await archive.run("load", input: lines.joined(separator: "\n"))
        try #require(loaded.status == 0, "\(loaded)")
    }

    /// Lends a daemon that can be asked, whose publisher it hears, with a configuration.
    private func withDaemon(
        _ archive: ScratchArchive, _ configuration: String,
        _ body: (Daemon, LocalBus, SeenDaemon) async throws -> Void
    ) async throws {
        let file = try archive.write(configuration, to: "daemon.yaml")
        try await LocalBus.withBus(.ipc) { bus in
            let options = ["--monitor", "127.0.0.1:0", "--config", file]
            try await Daemon.with(archive, [bus.endpoint], options) { daemon in
                #expect(await bus.publisher.waitForSubscriber(within: .seconds(60)))
                try await body(daemon, bus, SeenDaemon(daemon))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `removes what is too old, at its start and from then on, late messages too`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let old = (0..<5).map { Self.message("old-\($0)", daysAgo: 400) }
            try await Self.load(old + [Self.message("young", daysAgo: 1)], into: archive)
            try await withDaemon(archive, "retention: {keep: 365d, every: 1s}\n") { daemon, bus, seen in
                _ = try await seen.metrics { $0["datanommer_expired_messages_total"] == 5 }
                try await bus.publisher.send(frames: Self.message("late", daysAgo: 500))
                try await bus.publisher.send(frames: Self.message("new", daysAgo: 0))
                let samples = try await seen.metrics { $0["datanommer_expired_messages_total"] == 6 }
                #expect(samples["datanommer_messages_stored_total"] == 2)
                #expect(samples["datanommer_messages_rejected_total{reason=\"refused\"}"] == 0)
                #expect(samples["datanommer_housekeeping_failures_total"] == 0)
                let done = samples["datanommer_housekeeping_last_done_timestamp_seconds"] ?? 0
                #expect(done > 1_700_000_000)
                #expect((samples["datanommer_partitions_ahead"] == nil) == (engine == .sqlite))
                #expect(try await archive.run("stats").output == "test has 2 entries\n")
                try await daemon.stop()
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `removes nothing unless it is told how long messages are kept`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await Self.load([Self.message("old", daysAgo: 4_000)], into: archive)
            try await withDaemon(archive, "retention: {every: 1s}\n") { daemon, _, seen in
                let first = try await seen.metrics { $0.lastDone > 0 }
                let samples = try await seen.metrics { $0.lastDone > first.lastDone }
                #expect(samples["datanommer_expired_messages_total"] == 0)
                #expect(try await archive.run("stats").output == "test has 1 entries\n")
                try await daemon.stop()
            }
        }
    }

    @Test func `makes partitions, and goes by what the configuration says when that is read again`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            try await withDaemon(archive, "partitions: {ahead: 5}\n") { daemon, _, seen in
                _ = try await seen.metrics { $0["datanommer_partitions_ahead"] == 5 }
                try await daemon.program.errorLine(with: "partitions made")
                _ = try archive.write("partitions: {ahead: 7}\nretention: {keep: 1d}\n", to: "daemon.yaml")
                daemon.program.signal(SIGHUP)
                _ = try await seen.metrics { $0["datanommer_partitions_ahead"] == 7 }
                try await daemon.stop()
                let made = try daemon.log().filter { $0["message"] == "partitions made" }
                #expect(made.map { $0["partitions"]?.split(separator: " ").count } == [2, 2])
            }
        }
    }

    @Test func `tells once that it cannot, goes on recording, and tells when it can again`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await Self.load([Self.message("old", daysAgo: 400)], into: archive)
            let detach = "retention: {keep: 365d, action: detach, every: 1s}\n"
            try await withDaemon(archive, detach) { daemon, bus, seen in
                let failed = "datanommer_housekeeping_failures_total"
                let samples = try await seen.metrics { ($0[failed] ?? 0) >= 2 }
                #expect(samples["datanommer_expired_messages_total"] == 0)
                try await bus.publisher.send(frames: Self.message("new", daysAgo: 0))
                _ = try await seen.metrics { $0["datanommer_messages_stored_total"] == 1 }
                #expect(try seen.get("/health") == (200, "ok\n"))
                #expect(try seen.get("/ready") == (200, "ready\n"))
                _ = try archive.write("retention: {keep: 365d, every: 1s}\n", to: "daemon.yaml")
                daemon.program.signal(SIGHUP)
                _ = try await seen.metrics { $0["datanommer_expired_messages_total"] == 1 }
                try await daemon.program.errorLine(with: "housekeeping goes on")
                try await daemon.stop()
                let lines = try daemon.log().filter { $0["message"] == "housekeeping not done, retrying" }
                #expect(lines.map { $0["level"] }.filter { $0 != "debug" } == ["warning"])
                #expect(lines.first?["error"]?.hasPrefix("nothing is removed: ") == true)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `killed while it removes under load has counted exactly, and removes the rest`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let count = 12_000
            // Two years, which the load makes partitions of: they go one after the other.
            let old = (0..<count).map { Self.message("old-\($0)", daysAgo: 400 + Int64($0 % 24) * 31) }
            try await Self.load(old, into: archive)
            // Open all the time: who has to connect first comes too late to kill in the middle.
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            try await NumberedLoad.with(perSecond: 1_000, bytes: 300) { load in
                let file = try archive.write("retention: {keep: 365d}\n", to: "daemon.yaml")
                var kills = 0
                while kills < 100, try await database.olds() > 0 {
                    try await Daemon.with(archive, [load.endpoint], ["--config", file]) { daemon in
                        let before = try await database.olds()
                        _ = try await eventually("less that is old") { try await database.olds() < before ? true : nil }
                        daemon.program.signal(SIGKILL)
                        _ = try await daemon.program.finished()
                    }
                    kills += 1
                    try await database.expectExactTotal()
                }
                #expect(kills > 1 && kills < 100)
                try await load.end()
            }
        }
    }
}

extension [String: Double] {
    fileprivate var lastDone: Double { self["datanommer_housekeeping_last_done_timestamp_seconds"] ?? 0 }
}

extension Database {
    /// How many of the old messages are there.
    fileprivate func olds() async throws -> Int64 {
        try await withConnection { try $0.execute("SELECT count(*) FROM messages WHERE msg_id LIKE 'old-%'") }[0]
            .integer(0)
    }

    /// The counters together count all messages.
    fileprivate func expectExactTotal(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let row = try await withConnection { connection in
            try connection.execute(
                """
                SELECT (SELECT count(*) FROM messages),
                    (SELECT CAST(coalesce(sum(messages), 0) AS bigint) FROM counters)
                """)
        }[0]
        #expect(try row.integer(0) == row.integer(1), sourceLocation: sourceLocation)
    }
}
