// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(4)), .serialized) struct `The daemon, seen from outside,` {
    private static let topic = Array("org.fedoraproject.dev.test.odd".utf8)

    private static func message(_ number: Int, filling: Int = 0) -> [[UInt8]] {
        let filler = String(repeating: "x", count: filling)
        let body = #"{"topic": "a.b.c.d", "msg_id": "m\#(number)", "timestamp": \#(number), "msg": "\#(filler)"}"#
        return [topic, Array(body.utf8)]
    }

    /// Lends a daemon that can be asked, and whose publisher it hears.
    private func withDaemon(
        _ archive: ScratchArchive, _ options: [String] = [], environment: [String: String] = [:],
        _ body: (Daemon, LocalBus, SeenDaemon) async throws -> Void
    ) async throws {
        try await LocalBus.withBus(.ipc) { bus in
            let options = ["--monitor", "127.0.0.1:0"] + options
            try await Daemon.with(archive, [bus.endpoint], options, environment: environment) { daemon in
                #expect(await bus.publisher.waitForSubscriber(within: .seconds(60)))
                try await body(daemon, bus, SeenDaemon(daemon))
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `counts what it received, understood, rejected, knew and stored`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await withDaemon(archive) { daemon, bus, seen in
                for number in (0..<100).map({ $0 }) + (0..<30).map({ $0 }) {
                    try await bus.publisher.send(frames: Self.message(number))
                }
                for garbage in [[Self.topic], [Self.topic, Array("{".utf8)], [Self.topic, Array("}".utf8)]] {
                    try await bus.publisher.send(frames: garbage)
                }
                let samples = try await seen.metrics {
                    $0["datanommer_messages_rejected_total{reason=\"not-json\"}"] == 2
                }
                let expected: [String: Double] = [
                    "datanommer_messages_received_total": 133, "datanommer_messages_spooled_total": 133,
                    "datanommer_messages_decoded_total": 130, "datanommer_messages_stored_total": 100,
                    "datanommer_messages_duplicate_total": 30,
                    "datanommer_messages_rejected_total{reason=\"frames\"}": 1,
                    "datanommer_messages_rejected_total{reason=\"refused\"}": 0,
                    "datanommer_messages_lost_total{cause=\"drop-oldest\"}": 0, "datanommer_spool_pending_bytes": 0,
                    "datanommer_spool_full": 0, "datanommer_lag_seconds": 0, "datanommer_endpoints_connected": 1,
                    "datanommer_database_state{state=\"up\"}": 1, "datanommer_database_failures_total": 0,
                ]
                for (name, value) in expected { #expect(samples[name] == value, "\(name)") }
                #expect((samples["datanommer_batch_seconds_count"] ?? 0) >= 1)
                #expect((samples["datanommer_received_bytes_total"] ?? 0) > 133 * 30)
                #expect((samples["process_resident_memory_bytes"] ?? 0) > 1_000_000)
                let age = Date().timeIntervalSince1970 - (samples["process_start_time_seconds"] ?? 0)
                #expect(age > 0 && age < 240)
                #expect(try seen.get("/health") == (200, "ok\n"))
                #expect(try seen.get("/ready") == (200, "ready\n"))
                try await daemon.stop()
                #expect(throws: ScratchError.self) { try seen.get("/health") }
            }
        }
    }

    @Test func `tells an outage of its database, which takes two lines of its log and no sign of life`() async throws {
        try await ScratchCluster.withOwn { cluster in
            try await ScratchArchive.with(cluster) { archive in
                let socket = try NotifySocket(archive.folder + "/notify")
                let environment = ["NOTIFY_SOCKET": socket.path, "WATCHDOG_USEC": "200000"]
                try await withDaemon(archive, environment: environment) { daemon, bus, seen in
                    try await bus.publisher.send(frames: Self.message(0))
                    try await archive.holds(1)
                    try cluster.stop(.fast)
                    try await bus.publisher.send(frames: Self.message(1))
                    try await daemon.program.errorLine(with: "\"attempts\":\"4\"")
                    let before = socket.heard().count
                    // 0.8 and 1.6 seconds, in which systemd wants to hear something every 0.2.
                    _ = try await eventually("two more attempts") {
                        // Its queue is short: whoever does not read it hears no more.
                        _ = socket.heard()
                        return daemon.program.errors.contains("\"attempts\":\"6\"") ? true : nil
                    }
                    #expect(socket.heard().count >= before + 10)
                    let samples = try await seen.metrics { ($0["datanommer_lag_seconds"] ?? 0) > 1 }
                    #expect(samples["datanommer_database_state{state=\"retrying\"}"] == 1)
                    #expect((samples["datanommer_database_failures_total"] ?? 0) >= 6)
                    #expect((samples["datanommer_spool_pending_bytes"] ?? 0) > 0)
                    #expect(samples["datanommer_messages_received_total"] == 2)
                    #expect(try seen.get("/health") == (200, "ok\n"))
                    let ready = try seen.get("/ready")
                    #expect(ready.status == 503)
                    #expect(ready.body.hasPrefix("the database does not take messages: "))
                    #expect(ready.body.split(separator: "\n").count == 1)
                    try cluster.start()
                    try await archive.holds(2)
                    _ = try await seen.metrics { $0["datanommer_lag_seconds"] == 0 }
                    #expect(try seen.get("/ready") == (200, "ready\n"))
                    try await daemon.stop()
                    let lines = try daemon.log().filter { $0["level"] != "debug" }.compactMap { $0["message"] }
                    #expect(
                        lines.filter { $0.contains("database") } == [
                            "database does not take messages, retrying", "database is back",
                        ])
                }
            }
        }
    }

    @Test(arguments: ["wait", "drop-oldest"])
    func `tells a full spool, and its log in two lines`(whenFull: String) async throws {
        try await ScratchCluster.withOwn { cluster in
            try await ScratchArchive.with(cluster) { archive in
                let config = try archive.write(
                    "spool: {maximum_bytes: 64MiB, when_full: \(whenFull)}\n", to: "daemon.yaml")
                try await withDaemon(archive, ["--config", config]) { daemon, bus, seen in
                    try await bus.publisher.send(frames: Self.message(0))
                    try await archive.holds(1)
                    try cluster.stop(.fast)
                    // Some segments more than there is room for.
                    for number in 1...150 {
                        try await bus.publisher.send(frames: Self.message(number, filling: 1 << 20))
                    }
                    let count = whenFull == "wait" ? 0.0 : 151
                    let full = try await seen.metrics {
                        $0["datanommer_spool_full"] == 1 && ($0["datanommer_messages_spooled_total"] ?? 0) >= count
                    }
                    #expect(try seen.get("/ready") == (503, "the spool is full\n"))
                    #expect(try seen.get("/health") == (200, "ok\n"))
                    let lost = full["datanommer_messages_lost_total{cause=\"drop-oldest\"}"] ?? 0
                    #expect(whenFull == "wait" ? lost == 0 : (40...140).contains(lost), "\(lost)")
                    #expect((full["datanommer_spool_pending_bytes"] ?? 0) <= 64 * 1_048_576)
                    try cluster.start()
                    try await archive.holds(151 - Int(lost))
                    _ = try await seen.metrics {
                        $0["datanommer_spool_full"] == 0 && $0["datanommer_spool_pending_bytes"] == 0
                    }
                    #expect(try seen.get("/ready") == (200, "ready\n"))
                    try await daemon.stop()
                    let lines = try daemon.log().filter { $0["message"]?.contains("spool") == true }
                    let beginning =
                        whenFull == "wait"
                        ? "spool is full, reading from the bus pauses" : "spool is full, oldest messages given up"
                    #expect(lines.compactMap { $0["message"] } == [beginning, "spool has room again"])
                    #expect(lines.last?["count"] == (lost == 0 ? nil : String(Int(lost))))
                }
            }
        }
    }

    @Test func `does not notice who asks in bad ways`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await withDaemon(archive) { daemon, bus, seen in
                try await bus.publisher.send(frames: Self.message(0))
                try await archive.holds(1)
                let before = try seen.residentKiB()
                let endless: [(String, String)] = [
                    ("GET /", "a"), ("GET /metrics HTTP/1.1\r\n", "X: y\r\n"), ("GET /ready HTTP/1.1\r\nX: ", "a"),
                    ("POST /health HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", "a"), ("", "\u{0}\u{1}"),
                    ("", "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"),
                ]
                let idle = (0..<200).compactMap { _ in try? RawConnection(port: seen.port) }
                for (round, (beginning, more)) in endless.enumerated() {
                    let connection = try RawConnection(port: seen.port)
                    connection.say(beginning)
                    let chunk = Array(String(repeating: more, count: (64 << 10) / more.utf8.count).utf8)
                    for number in 0..<100 {
                        try await bus.publisher.send(frames: Self.message(1 + round * 100 + number))
                        connection.say(chunk)
                    }
                    try await archive.holds(1 + (round + 1) * 100)
                }
                #expect(idle.count == 200)
                // The idle ones are sent away after ten seconds.
                _ = try await eventually("an answer") { try? seen.get("/health").status == 200 ? true : nil }
                #expect(try seen.residentKiB() - before < 16 << 10)
                try await daemon.stop()
            }
        }
    }

    @Test func `is not started where it cannot be seen`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await withDaemon(archive) { daemon, bus, seen in
                let second = ["--endpoint", bus.endpoint, "--spool", "second", "--monitor"]
                let taken = try await archive.run("consumer", second + ["127.0.0.1:\(seen.port)"])
                #expect(taken.status == 69)
                let line = "datanommer-consumer: cannot be asked at 127.0.0.1:\(seen.port): Address already in use; "
                #expect(taken.errors.hasSuffix(line + "name another address\n"), "\(taken)")
                for wrong in ["0.0.0.0:0", "9941", "unix:socket"] {
                    let refused = try await archive.run("consumer", second + [wrong])
                    #expect(
                        refused.status == 78 && refused.errors.contains("cannot be asked at \(wrong)"), "\(refused)")
                }
                try await daemon.stop()
            }
            let path = archive.folder + "/seen"
            let config = try archive.write("monitoring: {listen: \"unix:\(path)\"}\n", to: "daemon.yaml")
            for _ in 0..<2 {
                try await Daemon.with(archive, ["ipc:///nonexistent/bus"], ["--config", config]) { daemon in
                    #expect(FileManager.default.fileExists(atPath: path))
                    try await daemon.stop()
                }
            }
        }
    }
}
