// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `The daemon sets aside` {
    /// Frames, and why they are no message.
    private static let garbage: [(frames: [[UInt8]], reason: String)] = [
        ([Array("one frame".utf8)], "frames"),
        ([topic, Array("{}".utf8), []], "frames"),
        ([topic, []], "not-json"),
        ([topic, Array("no json".utf8)], "not-json"),
        ([topic, Array("\u{FEFF}{}".utf8)], "not-json"),
        ([topic, [0x22, 0xFF, 0x22]], "not-json"),
        ([[0xFF], Array("{}".utf8)], "not-json"),
        ([topic, Array(repeating: 0x5B, count: 1_000_000)], "too-deep"),
        ([topic, Array(repeating: 0x20, count: 40_000)], "not-json"),
        ([topic, Array(#"{"topic": "a\u0000b"}"#.utf8)], "unstorable-text"),
        ([topic, Array(#"{"topic": "a.b.c.d", "username": "\ud800"}"#.utf8)], "unstorable-text"),
        ([topic, Array(#"{"topic": "a.b.c.d", "headers": {"x": "\u0000"}}"#.utf8)], "unstorable-text"),
        ([topic, Array(#"{"topic": "a.b.c.d", "timestamp": 99, "msg_id": "good 1"}"#.utf8)], "other-claim"),
        ([topic, Array(("\"" + String(repeating: "x", count: 2 << 20) + "\"").utf8)], "too-large"),
    ]

    private static let topic = Array("org.fedoraproject.dev.test.odd".utf8)

    private static func good(_ number: Int) -> [[UInt8]] {
        let body = #"{"topic": "a.b.c.d", "msg_id": "good \#(number)", "timestamp": \#(number), "msg": {}}"#
        return [topic, Array(body.utf8)]
    }

    @Test(arguments: Engine.allCases)
    func `what is no message, counts it by reason, and stores all around it`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let config = try archive.write("intake: {maximum_message_bytes: 1MiB}\n", to: "daemon.yaml")
            try await LocalBus.withBus(.ipc) { bus in
                try await Daemon.with(archive, [bus.endpoint], ["--config", config]) { daemon in
                    #expect(await bus.publisher.waitForSubscriber(within: .seconds(60)))
                    try await bus.publisher.send(frames: Self.good(0))
                    try await bus.publisher.send(frames: Self.good(1))
                    for (index, garbage) in Self.garbage.enumerated() {
                        try await bus.publisher.send(frames: garbage.frames)
                        try await bus.publisher.send(frames: Self.good(index + 2))
                    }
                    try await archive.holds(Self.garbage.count + 2)
                    try await daemon.stop()
                    let expected = Dictionary(Self.garbage.map { ($0.reason, 1) }, uniquingKeysWith: +)
                    #expect(try await archive.setAsideCounts() == expected)
                    let lines = try daemon.log().filter { $0["message"] == "set aside" }
                    let logged = lines.map { ($0["reason"] ?? "", Int($0["count"] ?? "") ?? 0) }
                    #expect(Dictionary(logged, uniquingKeysWith: +) == expected)
                    #expect(lines.allSatisfy { $0["level"] == "error" })
                    #expect(try daemon.log().last?["set_aside"] == "\(Self.garbage.count)")
                }
            }
            try await archive.run("stats").lines.forEach { #expect($0 == "d has \(Self.garbage.count + 2) entries") }
        }
    }

    @Test func `nothing, but counts it, where nothing shall be kept`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let config = try archive.write("quarantine: {keep: false}\n", to: "daemon.yaml")
            try await LocalBus.withBus(.ipc) { bus in
                try await Daemon.with(archive, [bus.endpoint], ["--config", config]) { daemon in
                    #expect(await bus.publisher.waitForSubscriber(within: .seconds(60)))
                    try await bus.publisher.send(frames: Self.garbage[0].frames)
                    try await bus.publisher.send(frames: Self.good(0))
                    try await archive.holds(1)
                    try await daemon.stop()
                    #expect(try daemon.log().last?["set_aside"] == "1")
                    #expect(try await archive.setAsideCounts() == [:])
                }
            }
        }
    }
}
