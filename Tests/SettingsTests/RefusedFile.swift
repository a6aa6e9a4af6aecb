// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

/// A file that is refused, and the line that tells the operator why.
struct RefusedFile: Sendable, CustomTestStringConvertible {
    let yaml: String
    let description: String

    init(_ yaml: String, _ description: String) {
        self.yaml = yaml
        self.description = description
    }

    var testDescription: String { description }

    static let unknownKeys: [RefusedFile] = [
        .init(
            "databse: {url: a}",
            "f:1: databse is no setting; here stand \(sections)"),
        .init(
            "log:\n  level: info\n  Format: json\n  colour: true\n",
            "f:3: log.Format is no setting; here stand level, format"),
        .init(
            "bus:\n  keepalive:\n    ünïcode: 1\n",
            "f:3: bus.keepalive.ünïcode is no setting; here stand enabled, count, idle, interval"),
        .init(
            "database:\n  ? postgresql://me:hunter2@h/d\n  : x",
            "f:3: database.postgresql://me:*@h/d is no setting; here stand url, questions_url, connections, prepared_statements, "
                + "connect_timeout, answer_timeout, busy_timeout"),
        .init("log:\n  <<: {level: debug}\n", "f:2: log.<< is no setting; here stand level, format"),
        .init(
            "bus:\n  replay:\n    - endpoint: tcp://b:1\n      ask: ipc:///a\n      port: 3\n",
            "f:5: bus.replay.1.port is no setting; here stand endpoint, ask"),
        .init("\"\": 1", "f:1:  is no setting; here stand \(sections)"),
        .init("? [a, b]\n: 1\n", "f:1: wants plain names as keys, found a list"),
        .init("log:\n  ? {a: b}\n  : 1\n", "f:2: log wants plain names as keys, found keys"),
    ]

    private static let sections =
        "database, bus, intake, spool, backlog, extraction, signatures, quarantine, partitions, retention, monitoring, "
        + "log, feeds, statistics, migrate"

    static let wrongValues: [RefusedFile] = [
        .init(
            "monitoring: {listen: [a]}", "f:1: monitoring.listen wants a text, not empty and without NUL, found a list"),
        .init("5", "f:1: wants keys with values below it, found \"5\""),
        .init(
            "database: postgresql://me:hunter2@h/d",
            "f:1: database wants keys with values below it, found \"postgresql://me:*@h/d\""),
        .init("- database", "f:1: wants keys with values below it, found a list"),
        .init("\n\nlog: debug", "f:3: log wants keys with values below it, found \"debug\""),
        .init(
            "signatures: {schemes: []}",
            "f:1: signatures.schemes wants a list of at least one of x509, gpg, found a list"),
        .init(
            "signatures:\n  schemes: [x509,\n    pgp]",
            "f:3: signatures.schemes wants a list of at least one of x509, gpg, found \"pgp\""),
        .init(
            "signatures: {schemes: x509}",
            "f:1: signatures.schemes wants a list of at least one of x509, gpg, found \"x509\""),
        .init("migrate: maybe", "f:1: migrate wants true or false, found \"maybe\""),
        .init("migrate: \"true\"", "f:1: migrate wants true or false, found \"true\""),
        .init("migrate: yes", "f:1: migrate wants true or false, found \"yes\""),
        .init(
            "database: {connections: 0}",
            "f:1: database.connections wants a whole number from 1 to 100, found \"0\""),
        .init(
            "database: {connections: 99999999999999999999}",
            "f:1: database.connections wants a whole number from 1 to 100, found \"99999999999999999999\""),
        .init(
            "database: {connections: 1.5}",
            "f:1: database.connections wants a whole number from 1 to 100, found \"1.5\""),
        .init(
            "intake: {batch_within: 50}",
            "f:1: intake.batch_within wants a duration from 1ms to 10s, with its unit, such as 50ms, 5s or 2m, "
                + "found \"50\""),
        .init(
            "intake: {batch_within: 11s}",
            "f:1: intake.batch_within wants a duration from 1ms to 10s, with its unit, such as 50ms, 5s or 2m, "
                + "found \"11s\""),
        .init(
            "bus: {keepalive: {idle: 1500ms}}",
            "f:1: bus.keepalive.idle wants a duration from 1s to 32767s, whole seconds such as 5s, found \"1500ms\""),
        .init(
            "bus:\n  reconnect:\n    interval: 5s\n    maximum: 2s\n",
            "f:4: bus.reconnect.maximum wants at least bus.reconnect.interval, 5s, found \"2s\""),
        .init(
            "bus:\n  reconnect:\n    interval: 5s\n",
            "f:3: bus.reconnect.maximum wants at least bus.reconnect.interval, 5s"),
        .init(
            "intake: {maximum_message_bytes: 16MB}",
            "f:1: intake.maximum_message_bytes wants a size from 1KiB to 512MiB, whole bytes or such as 16MiB, "
                + "found \"16MB\""),
        .init(
            "bus:\n  endpoints: tcp://a:1",
            "f:2: bus.endpoints wants a list of texts without NUL that start with tcp:// or ipc://, such as [\"tcp://…\"], "
                + "found \"tcp://a:1\""),
        .init(
            "bus:\n  endpoints:\n    - tcp://a:1\n    - udp://b:2\n",
            "f:4: bus.endpoints wants a list of texts without NUL that start with tcp:// or ipc://, found \"udp://b:2\""
        ),
        .init("bus: {topics: [a, null]}", "f:1: bus.topics wants a list of texts without NUL, found null"),
        .init("bus: {topics: [[a]]}", "f:1: bus.topics wants a list of texts without NUL, found a list"),
        .init(
            "log:\n  level: verbose",
            "f:2: log.level wants one of trace, debug, info, notice, warning, error, critical, found \"verbose\""),
        .init("bus: {replay: {a: b}}", "f:1: bus.replay wants a list of keys with values, found keys"),
        .init("bus: {replay: [tcp://a:1]}", "f:1: bus.replay wants a list of keys with values, found \"tcp://a:1\""),
        .init(
            "bus:\n  replay:\n    - {endpoint: tcp://a:1, ask: tcp://a:2}\n    - endpoint: tcp://b:1\n",
            "f:4: bus.replay.2.ask wants a text that starts with tcp:// or ipc://"),
        .init(
            "bus:\n  replay:\n    - endpoint: b:1\n      ask: ipc:///a\n",
            "f:3: bus.replay.1.endpoint wants a text that starts with tcp:// or ipc://, found \"b:1\""),
        .init(
            "backlog: {url: \"ftp://me:secret@host/\"}",
            "f:1: backlog.url wants a text that starts with http:// or https://"),
        .init("backlog: {rows: 0}", "f:1: backlog.rows wants a whole number from 1 to 1000, found \"0\""),
        .init(
            "retention: {keep: 23h}",
            "f:1: retention.keep wants a duration from 1d to 36500d, with its unit, such as 50ms, 5s or 2m, found \"23h\""
        ),
        .init(
            "retention: {keep: 365}",
            "f:1: retention.keep wants a duration from 1d to 36500d, with its unit, such as 50ms, 5s or 2m, found \"365\""
        ),
        .init("retention: {action: delete}", "f:1: retention.action wants one of drop, detach, found \"delete\""),
        .init("partitions: {ahead: 0}", "f:1: partitions.ahead wants a whole number from 1 to 100, found \"0\""),
        .init("log: {format: []}", "f:1: log.format wants one of text, json, found a list"),
        .init("database: {url: [secret]}", "f:1: database.url wants a text, not empty and without NUL"),
        .init(#"database: {url: "secret\0"}"#, "f:1: database.url wants a text, not empty and without NUL"),
        .init(
            "extraction: {rules: \"\"}", "f:1: extraction.rules wants a text, not empty and without NUL, found \"\""),
        .init(
            "log: {level: \"\(String(repeating: "x", count: 41))\"}",
            "f:1: log.level wants one of trace, debug, info, notice, warning, error, critical, found "
                + "\"\(String(repeating: "x", count: 40))\"…"),
    ]

    static let notYAML: [RefusedFile] = [
        .init("log: {level: info", "f:2: is not YAML: did not find expected ',' or '}'"),
        .init("a: b: c", "f:1: is not YAML: mapping values are not allowed in this context"),
        .init("log:\n\t level: info", "f:2: is not YAML: found character that cannot start any token"),
        .init("log:\n  level: \u{1}\n", "f:2: is not YAML: control characters are not allowed"),
        .init("log: *none", "f:1: is not YAML: found undefined alias"),
        .init("a: 1\n---\nb: 2\n", "f:2: is not YAML: but found another document"),
        .init("log:\n  level: &l info\n", "f:2: a YAML anchor (&name) is not read here; write the value out"),
        .init("[&a 1]", "f:1: a YAML anchor (&name) is not read here; write the value out"),
        .init("\"b\n # \": &c 1", "f:2: a YAML anchor (&name) is not read here; write the value out"),
    ]
}
