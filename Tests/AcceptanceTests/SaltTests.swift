// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting
import Foundation
import JSONText
import Testing

@Suite(.timeLimit(.minutes(20))) struct `The daemon listens to Salt` {
    @Test(arguments: Engine.allCases)
    func `and all commands find what a master said`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await SaltMaster.withFolder { folder in
                try await SaltMaster.with(in: folder) { master in
                    try await Daemon.with(archive, [], ["--salt", folder]) { daemon in
                        try await master.meet(archive, from: 900_000)
                        try await master.fire(0..<100)
                        try await archive.hasEvent(99)
                        try await daemon.stop()
                    }
                }
            }
            try await expectAnswers(archive)
        }
    }

    /// What the commands say of the events 0 to 99.
    private func expectAnswers(_ archive: ScratchArchive) async throws {
        func found(_ words: String...) async throws -> [JSONText] {
            let lines = try await archive.run("grep", words + ["--format", "ndjson"]).lines
            return try lines.map { try JSONText(validating: String($0)) }
        }
        for number in 0..<100 { #expect(try await found("--contains", #""n":\#(number),"#).count == 1) }
        #expect(try await found("--contains", "kůň 日本 🚀").count >= 20)
        #expect(try await found("--topic", "salt/job/20260101000000000006/new").count == 1)
        let returned = try #require(
            try await found("--user", "alice", "--topic", "salt/job/20260101000000000013/ret/minion13.example.org")
                .first)
        #expect(returned["users"]?.elements().map(\.string) == ["alice", "sudo_alice"])
        #expect(returned["msg"]?["return"]?.text == #"{"$map":[["raw",{"$bin":"/wA="}],[7,[1,2.5,null]]]}"#)
        #expect(returned["category"]?.string == "salt/job")
        let stats = try await archive.run("stats").lines.compactMap { $0.split(separator: " ").first }
        #expect(stats == ["salt", "salt/auth", "salt/job"])
        #expect(try await archive.run("latest", "--category", "salt/auth").output.contains("salt/auth"))
        #expect(try await archive.run("dump", "--format", "ndjson").lines.count == archive.count())
        #expect(try await archive.setAsideCounts() == [:])
    }

    @Test func `and goes on when the master was killed and started again`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await SaltMaster.withFolder { folder in
                try await Daemon.with(archive, [], ["--salt", folder]) { daemon in
                    try await daemon.program.errorLine(with: "endpoint unreachable")
                    for round in 0..<2 {
                        try await SaltMaster.with(in: folder) { master in
                            try await master.meet(archive, from: 900_000 + 1_000 * round)
                            try await master.fire(round * 100..<round * 100 + 100)
                            try await archive.hasEvent(round * 100 + 99)
                        }
                        try await daemon.program.errorLine(with: "endpoint lost", after: round)
                    }
                    try await daemon.stop()
                }
            }
            for number in 0..<200 { try await archive.hasEvent(number) }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of the ZeroMQ era, told apart by itself, beside fedmsg`(engine: Engine) async throws {
        let events = try RecordedMessages.ofMaster()
        try await ScratchArchive.with(engine) { archive in
            try await LocalBus.withBus(.ipc) { master in
                try await LocalBus.withBus { bus in
                    try await Daemon.with(archive, [bus.endpoint], ["--salt", master.endpoint]) { daemon in
                        _ = await master.publisher.waitForSubscriber(within: .seconds(60))
                        for event in events { try await master.publisher.send(frames: [event]) }
                        _ = await bus.publisher.waitForSubscriber(within: .seconds(60))
                        try await bus.publisher.send(
                            frames: [Array("a.b.c.d".utf8), Array(#"{"topic": "a.b.c.d", "msg": 1}"#.utf8)])
                        try await archive.holds(events.count + 1)
                        try await daemon.stop()
                    }
                }
            }
            let stats = try await archive.run("stats").lines.compactMap { $0.split(separator: " ").first }
            #expect(stats == ["d", "salt", "salt/auth", "salt/job", "salt/key", "salt/minion", "salt/presence"])
            #expect(try await archive.setAsideCounts() == [:])
        }
    }

    @Test func `elsewhere after SIGHUP`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await SaltMaster.withFolder { folder in
                try await SaltMaster.with(in: folder) { master in
                    let configure = { (text: String) in try archive.write("bus: {salt: [\(text)]}\n", to: "daemon.yaml")
                    }
                    let config = try configure(folder + "/nothing.ipc")
                    try await Daemon.with(archive, [], ["--config", config]) { daemon in
                        try await daemon.program.errorLine(with: "endpoint unreachable")
                        for (round, text) in ["\(folder)/master_event_pub.ipc", "tcp://nowhere"].enumerated() {
                            _ = try configure(text)
                            daemon.program.signal(SIGHUP)
                            let line = round == 0 ? "configuration read again" : "configuration not changed"
                            try await daemon.program.errorLine(with: line)
                            try await master.meet(archive, from: 1_000 * round)
                        }
                        try await daemon.stop()
                    }
                }
            }
        }
    }
}

/// What a master of 2014.7.7 said, message by message.
private enum RecordedMessages {
    static func ofMaster() throws -> [[UInt8]] {
        let name = "../../SaltTests/Vectors/real_master_2014.7.7_zmq.jsonl"
        let file = try Data(contentsOf: URL(filePath: #filePath).appending(path: name).standardized)
        return try [UInt8](file).split(separator: UInt8(ascii: "\n")).map { line in
            let text = try JSONText(validating: Array(line))["msg_b64"]?.string
            return try #require(text.flatMap { Data(base64Encoded: $0) }.map { [UInt8]($0) })
        }
    }
}

extension ScratchArchive {
    /// How many messages are there.
    func count() async throws -> Int {
        let archive = try Archive(url: url)
        defer { archive.close() }
        return try await archive.count()
    }

    /// Waits until the event of a number is there.
    fileprivate func hasEvent(_ number: Int) async throws {
        _ = try await eventually("event \(number) in the archive") { () -> Bool? in
            try await run("grep", "--contains", #""n":\#(number),"#, "--count").output == "1\n" ? true : nil
        }
    }
}
