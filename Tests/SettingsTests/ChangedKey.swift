// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

/// A key of the file, a value that is not its default, and the settings it makes.
struct ChangedKey: Sendable, CustomTestStringConvertible {
    let key: String
    let value: String
    let change: @Sendable (inout Settings) -> Void

    var testDescription: String { "\(key): \(value)" }

    /// The key's sections, one inside the other, around its value.
    var yaml: String {
        let words = key.split(separator: ".")
        let lines = words.enumerated().map { String(repeating: "  ", count: $0.offset) + "\($0.element):" }
        return lines.joined(separator: "\n") + " \(value)\n"
    }

    static let all: [ChangedKey] = [
        .init(key: "database.url", value: "postgresql:///bus") { $0.database.url = "postgresql:///bus" },
        .init(key: "database.questions_url", value: "postgresql://a,b/bus") {
            $0.database.questionsURL = "postgresql://a,b/bus"
        },
        .init(key: "database.connections", value: "100") { $0.database.connections = 100 },
        .init(key: "database.prepared_statements", value: "false") { $0.database.preparedStatements = false },
        .init(key: "database.connect_timeout", value: "10m") { $0.database.connectTimeout = .seconds(600) },
        .init(key: "database.answer_timeout", value: "1m") { $0.database.answerTimeout = .seconds(60) },
        .init(key: "database.busy_timeout", value: "0s") { $0.database.busyTimeout = .zero },
        .init(key: "bus.endpoints", value: "[\"tcp://a:1\", \"ipc:///b\"]") {
            $0.bus.endpoints = ["tcp://a:1", "ipc:///b"]
        },
        .init(key: "bus.salt", value: "[/run/salt/master, \"tcp://127.0.0.1:4512\"]") {
            $0.bus.salt = ["/run/salt/master", "tcp://127.0.0.1:4512"]
        },
        .init(key: "bus.topics", value: "[org.fedoraproject.prod, \"\"]") {
            $0.bus.topics = ["org.fedoraproject.prod", ""]
        },
        .init(key: "bus.high_water_mark", value: "2147483647") { $0.bus.highWaterMark = 2_147_483_647 },
        .init(key: "bus.keepalive.enabled", value: "false") { $0.bus.keepalive.enabled = false },
        .init(key: "bus.keepalive.count", value: "127") { $0.bus.keepalive.count = 127 },
        .init(key: "bus.keepalive.idle", value: "2h") { $0.bus.keepalive.idle = .seconds(7200) },
        .init(key: "bus.keepalive.interval", value: "1000ms") { $0.bus.keepalive.interval = .seconds(1) },
        .init(key: "bus.reconnect.interval", value: "1ms") { $0.bus.reconnect.interval = .milliseconds(1) },
        .init(key: "bus.reconnect.maximum", value: "1h") { $0.bus.reconnect.maximum = .seconds(3600) },
        .init(key: "bus.replay", value: "[{endpoint: \"tcp://a:1\", ask: \"ipc:///b\"}]") {
            $0.bus.replay = [Settings.Replay(endpoint: "tcp://a:1", ask: "ipc:///b")]
        },
        .init(key: "bus.replay_timeout", value: "100ms") { $0.bus.replayTimeout = .milliseconds(100) },
        .init(key: "intake.batch_messages", value: "10000") { $0.intake.batchMessages = 10000 },
        .init(key: "intake.batch_within", value: "\"10s\"") { $0.intake.batchWithin = .seconds(10) },
        .init(key: "intake.maximum_message_bytes", value: "1024") { $0.intake.maximumMessageBytes = 1024 },
        .init(key: "intake.pending_batches", value: "1") { $0.intake.pendingBatches = 1 },
        .init(key: "spool.directory", value: "/var/spool/datanommer") { $0.spool.directory = "/var/spool/datanommer" },
        .init(key: "spool.maximum_bytes", value: "64MiB") { $0.spool.maximumBytes = 64 << 20 },
        .init(key: "spool.when_full", value: "drop-oldest") { $0.spool.whenFull = .dropOldest },
        .init(key: "backlog.url", value: "https://me:secret@host/raw?topic=a&b=c") {
            $0.backlog.url = "https://me:secret@host/raw?topic=a&b=c"
        },
        .init(key: "backlog.overlap", value: "24h") { $0.backlog.overlap = .seconds(86_400) },
        .init(key: "backlog.wait", value: "0s") { $0.backlog.wait = .zero },
        .init(key: "backlog.timeout", value: "100ms") { $0.backlog.timeout = .milliseconds(100) },
        .init(key: "backlog.rows", value: "1000") { $0.backlog.rows = 1000 },
        .init(key: "extraction.rules", value: "/règles.yaml") { $0.extraction.rules = "/règles.yaml" },
        .init(key: "signatures.mode", value: "require") { $0.signatures.mode = .require },
        .init(key: "signatures.ca_cert", value: "/ca.crt") { $0.signatures.caCert = "/ca.crt" },
        .init(key: "signatures.crl", value: "/crl.pem") { $0.signatures.crl = "/crl.pem" },
        .init(key: "signatures.routing_policy", value: "/policy.json") { $0.signatures.routingPolicy = "/policy.json" },
        .init(key: "signatures.nitpicky", value: "true") { $0.signatures.nitpicky = true },
        .init(key: "signatures.schemes", value: "[gpg, x509]") { $0.signatures.schemes = [.gpg, .x509] },
        .init(key: "signatures.gpg_home", value: "/gnupg") { $0.signatures.gpgHome = "/gnupg" },
        .init(key: "quarantine.keep", value: "false") { $0.quarantine.keep = false },
        .init(key: "quarantine.maximum_kept", value: "1000000000") { $0.quarantine.maximumKept = 1_000_000_000 },
        .init(key: "partitions.interval", value: "week") { $0.partitions.interval = .week },
        .init(key: "partitions.ahead", value: "100") { $0.partitions.ahead = 100 },
        .init(key: "retention.keep", value: "365d") { $0.retention.keep = .seconds(365 * 86_400) },
        .init(key: "retention.action", value: "detach") { $0.retention.action = .detach },
        .init(key: "retention.every", value: "1w") { $0.retention.every = .seconds(604_800) },
        .init(key: "monitoring.listen", value: "127.0.0.1:9941") { $0.monitoring.listen = "127.0.0.1:9941" },
        .init(key: "monitoring.allow_other_hosts", value: "true") { $0.monitoring.allowOtherHosts = true },
        .init(key: "log.level", value: "trace") { $0.log.level = .trace },
        .init(key: "log.format", value: "json") { $0.log.format = .json },
        .init(key: "feeds", value: "{a: {to: {file: {path: /a}}}}") {
            $0.feeds = [Settings.Feed(name: "a", backend: .file(FileBackendSettings(path: "/a")))]
        },
        .init(key: "statistics.every", value: "1s") { $0.statistics.every = .seconds(1) },
        .init(key: "statistics.file", value: "/run/statistics.json") { $0.statistics.file = "/run/statistics.json" },
        .init(key: "statistics.log", value: "true") { $0.statistics.log = true },
        .init(key: "statistics.to", value: "{program: {command: [/bin/a]}}") {
            $0.statistics.backend = .program(ProgramBackendSettings(command: ["/bin/a"]))
        },
        .init(key: "migrate", value: "true") { $0.migrate = true },
    ]
}
