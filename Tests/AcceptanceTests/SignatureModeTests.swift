// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(4))) struct `The daemon and signatures:` {
    private static let topic = Array("org.example.dev.a.b".utf8)

    /// An authority with two signers and a revocation list, and another authority of the same name with a signer.
    private static func makePKI() throws -> OwnPKI {
        let pki = try OwnPKI()
        for authority in ["ca", "impostor"] { try pki.makeAuthority(authority) }
        try pki.makeCertificate("one", serial: 2)
        try pki.makeCertificate("two", serial: 3)
        try pki.makeCertificate("old", serial: 4, ["-days", "-1"])
        try pki.makeCertificate("forged", issuer: "impostor", serial: 5)
        try pki.makeCRL()
        return pki
    }

    private static func options(_ mode: String, _ pki: OwnPKI) -> [String] {
        ["--signatures", mode, "--ca-cert", pki.path("ca.crt"), "--crl", pki.path("crl.pem")]
    }

    /// What is said, and what is found out about it.
    private static func sayings(_ pki: OwnPKI) throws -> [(frames: [[UInt8]], id: String, finding: String)] {
        let signed = { (name: String, id: String) in try pki.signed(by: name, msgID: id) }
        let good = try signed("one", "good")
        let changed = String(decoding: try signed("one", "changed"), as: UTF8.self).replacing("1.5", with: "2.5")
        let stranger = String(decoding: try signed("two", "stripped"), as: UTF8.self)
            .replacing("\"crypto\":\"x509\",", with: "")
        return [
            ([topic, good], "good", "valid"),
            ([topic, try signed("two", "other")], "other", "valid"),
            ([topic, Array(changed.utf8)], "changed", "bad-signature"),
            ([topic, try signed("old", "late")], "late", "expired"),
            ([topic, try signed("forged", "forged")], "forged", "forged-certificate"),
            ([Array("org.example.dev.a.c".utf8), try signed("one", "elsewhere")], "elsewhere", "topic-mismatch"),
            ([topic, Array(#"{"topic":"org.example.dev.a.b","msg_id":"plain","msg":{}}"#.utf8)], "plain", "unsigned"),
            // A replay is as well signed as the first time, and no news.
            ([topic, good], "good", "valid"),
            ([topic, Array(stranger.utf8)], "stripped", "bad-signature"),
        ]
    }

    private static func withDaemon(
        _ archive: ScratchArchive, _ options: [String], _ body: (LocalBus, Daemon) async throws -> Void
    ) async throws {
        try await LocalBus.withBus(.ipc) { bus in
            try await Daemon.with(archive, [bus.endpoint], options) { daemon in
                #expect(await bus.publisher.waitForSubscriber(within: .seconds(60)))
                try await body(bus, daemon)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `recorded, each message is stored with what was found, which a dump keeps`(engine: Engine) async throws {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(engine) { archive in
            let sayings = try Self.sayings(pki)
            let findings = Dictionary(sayings.map { ($0.id, $0.finding) }) { first, _ in first }
            try await Self.withDaemon(archive, Self.options("record", pki)) { bus, daemon in
                for saying in sayings { try await bus.publisher.send(frames: saying.frames) }
                try await archive.holds(findings.count)
                try await daemon.stop()
            }
            let dump = try await archive.run("dump", "--format", "ndjson")
            let verdicts = try dump.verdicts
            #expect(verdicts == findings)
            try await ScratchArchive.with(engine) { copy in
                let loaded = try await copy.run("load", input: dump.output)
                let again = try await copy.run("dump", "--format", "ndjson")
                #expect(loaded.status == 0 && again.outputBytes == dump.outputBytes)
            }
            #expect(try await archive.setAsideCounts() == [:])
        }
    }

    @Test(arguments: Engine.allCases)
    func `required, what does not count is set aside with the reason`(engine: Engine) async throws {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(engine) { archive in
            let sayings = try Self.sayings(pki)
            try await Self.withDaemon(archive, Self.options("require", pki)) { bus, daemon in
                for saying in sayings { try await bus.publisher.send(frames: saying.frames) }
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "one", msgID: "last")])
                try await archive.holds(3)
                try await daemon.stop()
            }
            let verdicts = try await archive.run("dump", "--format", "ndjson").verdicts
            #expect(verdicts == ["good": "valid", "other": "valid", "last": "valid"])
            let reasons = sayings.map(\.finding).filter { $0 != "valid" }
            #expect(try await archive.setAsideCounts() == Dictionary(reasons.map { ($0, 1) }, uniquingKeysWith: +))
        }
    }

    @Test(arguments: Engine.allCases)
    func `what was refused stays out until it counts, or somebody takes it back all the same`(engine: Engine)
        async throws
    {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(engine) { archive in
            let list = try Data(contentsOf: URL(filePath: pki.path("crl.pem")))
            try Data("gone".utf8).write(to: URL(filePath: pki.path("crl.pem")))
            let config = try archive.write(
                "signatures: {mode: require, ca_cert: \(pki.path("ca.crt"))}\n", to: "daemon.yaml")
            try await Self.withDaemon(archive, ["--config", config]) { bus, daemon in
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "forged", msgID: "forged")])
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "old", msgID: "late")])
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "one", msgID: "good")])
                try await archive.holds(1)
                try await daemon.stop()
            }
            #expect(try await archive.setAsideCounts() == ["forged-certificate": 1, "expired": 1])
            let again = try await archive.run("quarantine", ["retry", "--all", "--config", config])
            #expect(again.status == 1, "\(again)")
            #expect(try await archive.setAsideCounts() == ["forged-certificate": 1, "expired": 1])
            let broken = ["--crl", pki.path("crl.pem")]
            let refused = try await archive.run("quarantine", ["retry", "--all", "--config", config] + broken)
            #expect(refused.status == 78 && refused.errors.contains("revocation list"), "\(refused)")
            try list.write(to: URL(filePath: pki.path("crl.pem")))
            let taken = ["retry", "--reason", "expired", "--config", config, "--signatures", "record"]
            #expect(try await archive.run("quarantine", taken).status == 0)
            #expect(try await archive.setAsideCounts() == ["forged-certificate": 1])
            let verdicts = try await archive.run("dump", "--format", "ndjson").verdicts
            #expect(verdicts == ["good": "valid", "late": "expired"])
        }
    }

    @Test func `who is revoked while the daemon runs is refused within two seconds, and nobody else`() async throws {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(.sqlite) { archive in
            try await Self.withDaemon(archive, Self.options("require", pki)) { bus, daemon in
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "one", msgID: "before")])
                try await archive.holds(1)
                try pki.makeCRL(revoking: "one")
                let began = ContinuousClock.now
                // It is looked for once a second; what is said meanwhile still counts.
                _ = try await eventually("the first refusal") { () -> Bool? in
                    let id = "\(ContinuousClock.now - began)"
                    try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "one", msgID: id)])
                    return try await archive.setAsideCounts()["revoked"] != nil ? true : nil
                }
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "two", msgID: "two")])
                _ = try await eventually("the other's message") { try await archive.has("two") ? true : nil }
                try await daemon.stop()
                #expect(try await archive.setAsideCounts().keys.sorted() == ["revoked"])
            }
        }
    }

    @Test func `a list that is gone is told, nobody counts meanwhile, and everybody when it is back`() async throws {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(.sqlite) { archive in
            try await Self.withDaemon(archive, Self.options("record", pki)) { bus, daemon in
                let list = try Data(contentsOf: URL(filePath: pki.path("crl.pem")))
                try FileManager.default.removeItem(atPath: pki.path("crl.pem"))
                try await Self.says("one", until: "unreadable-crl", pki, bus, archive)
                try list.write(to: URL(filePath: pki.path("crl.pem")))
                try await Self.says("one", until: "valid", pki, bus, archive)
                try await daemon.stop()
            }
        }
    }

    @Test func `the mode and the policy are read again on SIGHUP, and a broken policy changes nothing`() async throws {
        let pki = try Self.makePKI()
        try await ScratchArchive.with(.sqlite) { archive in
            let policy = try archive.write("{}", to: "policy.json")
            let settings = { (mode: String) in
                "signatures: {mode: \(mode), ca_cert: \(pki.path("ca.crt")), routing_policy: \(policy)}\n"
            }
            let config = try archive.write(settings("record"), to: "daemon.yaml")
            try await Self.withDaemon(archive, ["--config", config]) { bus, daemon in
                try await Self.says("one", until: "valid", pki, bus, archive)
                _ = try archive.write(#"{"org.example.dev.a.b": ["two.example.org"]}"#, to: "policy.json")
                daemon.program.signal(SIGHUP)
                try await daemon.program.errorLine(with: "configuration read again")
                try await Self.says("one", until: "signer-not-allowed", pki, bus, archive)
                _ = try archive.write("[]", to: "policy.json")
                daemon.program.signal(SIGHUP)
                let line = try await daemon.program.errorLine(with: "configuration not changed")
                #expect(line.contains("cannot read the routing policy"), "\(line)")
                try await Self.says("two", until: "valid", pki, bus, archive)
                _ = try archive.write(#"{"org.example.dev.a.b": ["two.example.org"]}"#, to: "policy.json")
                _ = try archive.write(settings("require"), to: "daemon.yaml")
                daemon.program.signal(SIGHUP)
                try await daemon.program.errorLine(with: "configuration read again", after: 1)
                try await bus.publisher.send(frames: [Self.topic, try pki.signed(by: "one", msgID: "refused")])
                _ = try await eventually("a refusal") {
                    try await archive.setAsideCounts() == ["signer-not-allowed": 1] ? true : nil
                }
                try await daemon.stop()
            }
        }
    }

    @Test(arguments: [
        (["--signatures", "require", "--ca-cert", "/nonexistent/ca.crt"], 78, "cannot read the CA certificate"),
        (["--signatures", "record", "--ca-cert", "pki", "--crl", "none"], 78, "cannot read the CA certificate pki"),
        (["--signatures", "sometimes"], 64, "--signatures"),
    ])
    func `without its files, or in no such mode, it does not start`(
        options: [String], status: Int, text: String
    ) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let end = try await archive.run("consumer", ["--endpoint", "ipc:///nonexistent/bus"] + options)
            #expect(end.status == status && end.errors.contains(text), "\(end)")
        }
    }

    @Test func `what is signed with gpg counts where a keyring is configured, and nowhere else`() async throws {
        let keyring = try OwnKeyring()
        let signature = try keyring.signature(of: Array(#"{"a":1.0}"#.utf8))
        let said = { (id: String, msg: String) in
            let rest = #""msg":\#(msg),"msg_id":"\#(id)","signature":"\#(signature)","topic":"org.example.dev.a.b"}"#
            return Array((#"{"crypto":"gpg","# + rest).utf8)
        }
        try await ScratchArchive.with(.sqlite) { archive in
            let config = try archive.write(
                "signatures: {mode: record, schemes: [gpg], gpg_home: \(keyring.home)}\n", to: "daemon.yaml")
            try await Self.withDaemon(archive, ["--config", config]) { bus, daemon in
                try await bus.publisher.send(frames: [Self.topic, said("good", #"{"a": 1.0}"#)])
                try await bus.publisher.send(frames: [Self.topic, said("changed", #"{"a": 1}"#)])
                try await archive.holds(2)
                try await daemon.stop()
            }
            let verdicts = try await archive.run("dump", "--format", "ndjson").verdicts
            #expect(verdicts == ["good": "valid", "changed": "bad-signature"])
            let verified = try await archive.run("verify", ["--config", config])
            #expect(verified.status == 1 && verified.errors == "1 valid, 1 invalid: 1 bad-signature\n", "\(verified)")
            let without = try archive.write("signatures: {schemes: [gpg]}\n", to: "without.yaml")
            let refused = try await archive.run("verify", ["--config", without])
            #expect(refused.errors == "0 valid, 2 invalid: 2 no-keyring\n", "\(refused)")
        }
    }

    @Test func `what fedmsg itself signed counts`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await FedmsgPublisher.with(record: archive.record, signed: true) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await daemon.program.errorLine(with: "endpoint connected")
                    try await publisher.say(0..<50)
                    try await archive.holds(1)
                    try await daemon.stop()
                }
                // Its certificate vouches for itself.
                let dump = try await archive.run("dump", "--format", "ndjson")
                let certificate = try #require(dump.output.firstMatch(of: /"certificate": "([^"]+)"/)?.1)
                let lines = certificate.replacing("\\n", with: "")
                let pem = try #require(Data(base64Encoded: String(lines)))
                let anchor = try archive.write(String(decoding: pem, as: UTF8.self), to: "ca.crt")
                let options = ["--signatures", "require", "--ca-cert", anchor]
                let before = dump.lines.count
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await daemon.program.errorLine(with: "endpoint connected")
                    try await publisher.say(50..<150)
                    try await archive.holds(before + 1)
                    try await daemon.stop()
                }
                #expect(try await archive.setAsideCounts() == [:])
                let verdicts = try await archive.run("dump", "--format", "ndjson").verdicts.values
                #expect(verdicts.count { $0 == "valid" } == verdicts.count - before)
            }
        }
    }

    /// Says new messages until something is found out about one.
    private static func says(
        _ signer: String, until finding: String, _ pki: OwnPKI, _ bus: LocalBus, _ archive: ScratchArchive
    ) async throws {
        _ = try await eventually("a message of \(signer) that is \(finding)") { () -> Bool? in
            let id = UUID().uuidString
            try await bus.publisher.send(frames: [topic, try pki.signed(by: signer, msgID: id)])
            _ = try await eventually("message \(id)") { try await archive.has(id) ? true : nil }
            return try await archive.run("dump", "--format", "ndjson").verdicts[id] == finding ? true : nil
        }
    }
}

extension FinishedProgram {
    /// What was found out about the messages of a dump, by their identities.
    fileprivate var verdicts: [String: String] {
        get throws {
            let found = try lines.map { line in
                let id = try #require(line.firstMatch(of: /"msg_id": "([^"]*)"/)?.1)
                return (String(id), line.firstMatch(of: /"verdict": "([^"]*)"/).map { String($0.1) } ?? "unchecked")
            }
            return Dictionary(uniqueKeysWithValues: found)
        }
    }
}
