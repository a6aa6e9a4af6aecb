// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-quarantine` {
    private static let escape = "a.b.c.\u{1B}]0;x\u{7}\u{202E}\n"
    private static let receipt = Timestamp(microseconds: 1_795_230_720_000_000)

    private func setAside(_ asides: [SetAside], in archive: ScratchArchive) async throws {
        let opened = try Archive(url: archive.url)
        defer { opened.close() }
        _ = try await opened.append([], setAside: asides)
    }

    private static func aside(
        _ reason: SetAside.Reason = .notJSON, topic: String = "a.b.c.git", body: [UInt8], detail: String = "why"
    ) -> SetAside {
        SetAside(reason, detail: detail, topic: Array(topic.utf8), body: body, receivedAt: receipt)
    }

    private static func message(_ id: Int) -> [UInt8] {
        Array(#"{"topic": "a.b.c.git", "msg_id": "q\#(id)", "timestamp": \#(id), "msg": {}}"#.utf8)
    }

    @Test(arguments: Engine.allCases)
    func `lists a line each, and no stranger writes to the terminal`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect("quarantine", "list", says: .done(""))
            try await archive.expect("quarantine", "list", "--format", "json", says: .done("[]\n"))
            try await setAside(
                [
                    Self.aside(topic: Self.escape, body: [0], detail: "at \u{9B}2J byte 0"),
                    Self.aside(.frames, body: [1, 2]),
                ], in: archive)
            let time = "2026-11-21T03:12:00.000000Z"
            let lines = [
                "1\t\(time)\tnot-json\ta.b.c.?]0;x???\t17\tat ?2J byte 0\n", "2\t\(time)\tframes\ta.b.c.git\t11\twhy\n",
            ]
            try await archive.expect("quarantine", "list", says: .done(lines.joined()))
            try await archive.expect("quarantine", "list", "--limit", "1", says: .done(lines[1]))
            try await archive.expect("quarantine", "list", "--reason", "not-json", says: .done(lines[0]))
            try await archive.expect("quarantine", "list", "--before", "2026-11-20", says: .done(""))
            try await archive.expect("quarantine", "list", "--count", says: .done("1\tframes\n1\tnot-json\n"))
            try await archive.expect(
                "quarantine", "list", "--reason", "frames", "--format", "ndjson",
                says: .done(
                    #"{"id":2,"received_at":"\#(time)","reason":"frames","topic":"a.b.c.git","topic_bytes":9,"#
                        + #""body_bytes":2,"detail":"why"}"# + "\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `shows everything, and gives back the bytes as they were`(engine: Engine) async throws {
        let odd = [UInt8](0...255)
        try await ScratchArchive.with(engine) { archive in
            try await setAside(
                [Self.aside(topic: Self.escape, body: Array("{\n\"\u{1B}\"".utf8)), Self.aside(body: odd)], in: archive)
            let shown = try await archive.run("quarantine", "show", "1", "7", "2")
            let first = """
                id: 1
                received: 2026-11-21T03:12:00.000000Z
                reason: not-json
                detail: why
                topic: 16 bytes
                    a.b.c.\\u{1b}]0;x\\u{7}\\u{202e}

                body: 5 bytes
                    {
                    "\\u{1b}"

                id: 2

                """
            #expect(shown.output.hasPrefix(first), "\(shown)")
            #expect(
                shown.lines.contains(
                    "    00000020  20 21 22 23 24 25 26 27 28 29 2a 2b 2c 2d 2e 2f   !\"#$%&'()*+,-./"), "\(shown)")
            #expect(shown.status == 1 && shown.errors == "7: nothing is set aside under this number\n")
            #expect(try await archive.run("quarantine", "show", "--body", "2").outputBytes == odd)
            #expect(
                try await archive.run("quarantine", "show", "1", "--topic-frame").outputBytes == Array(Self.escape.utf8)
            )
        }
    }

    @Test(arguments: Engine.allCases)
    func `stores what can be stored now, and says what stays`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let cut = try #require(throws: UndecodableFrames.self) {
                try Framing.envelope(
                    of: [Array("a.b.c.git".utf8), Array(repeating: 0x7B, count: 5_000)], receivedAt: 0,
                    maximumMessageBytes: 1_024)
            }
            let large = Self.message(9) + Array(repeating: 0x20, count: 2_000)
            try await setAside(
                [
                    Self.aside(body: Self.message(1)), Self.aside(body: [0xFF]),
                    Self.aside(.tooLarge, body: cut.frames[1], detail: "\(cut)"),
                    Self.aside(.tooLarge, body: large, detail: "\(large.count) bytes, 1024 are allowed"),
                    Self.aside(body: Self.message(1)),
                ], in: archive)
            let small = try archive.write("intake: {maximum_message_bytes: 1KiB}\n", to: "small.yaml")
            try await archive.expect(
                "quarantine", "retry", "3", "4", "8", "--config", small,
                says: .failed(
                    1,
                    """
                    8: nothing is set aside under this number
                    3: stays: too-large: only the beginning of it is kept
                    4: stays: too-large: \(large.count) bytes, 1024 are allowed
                    0 stored, 0 were there already, 2 stayed: 2 too-large

                    """))
            try await archive.expect(
                "quarantine", "retry", "--all",
                says: .failed(1, "2 stored, 1 were there already, 2 stayed: 1 not-json, 1 too-large\n"))
            #expect(try await archive.found() == ["q1", "q9"])
            try await archive.expect("quarantine", "drop", "2", "3", says: .done("", errors: "2 dropped\n"))
            try await archive.expect(
                "quarantine", "retry", "--all",
                says: .done("", errors: "0 stored, 0 were there already, 0 stayed\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `killed while it tries again, loses nothing and stores nothing twice`(engine: Engine) async throws {
        let count = 3_000
        try await ScratchArchive.with(engine) { archive in
            try await setAside((0..<count).map { Self.aside(body: Self.message($0)) }, in: archive)
            let opened = try Archive(url: archive.url)
            defer { opened.close() }
            // Killed when some are stored, or later; whatever it was doing, each is in one place.
            try await archive.running("quarantine", ["retry", "--all"]) { program in
                _ = try await eventually("some are stored") { try await opened.count() > 0 ? true : nil }
                program.signal(SIGKILL)
                _ = try await program.finished()
            }
            let left = try await opened.setAsideCounts()["not-json"] ?? 0
            #expect(try await opened.count() + left == count)
            let rest = try await archive.run("quarantine", "retry", "--all")
            #expect(rest == .done("", errors: "\(left) stored, 0 were there already, 0 stayed\n"))
            #expect(try await opened.count() == count)
            #expect(try await opened.setAsideCounts() == [:])
        }
    }

    @Test func `does nothing to what was not named`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await setAside([Self.aside(body: []), Self.aside(.frames, body: [])], in: archive)
            let wrong = [
                [], ["drop"], ["retry"], ["drop", "--before", "2030-01-01"], ["drop", "1", "--all"], ["show"],
                ["drop", "--all", "--reason", "frames"], ["drop", "one"], ["list", "--limit", "0"],
                ["show", "1", "2", "--body"], ["show", "1", "--body", "--topic-frame"], ["list", "1"],
            ]
            for arguments in wrong {
                let answer = try await archive.run("quarantine", arguments)
                #expect(answer.status == 64 && answer.outputBytes == [], "\(arguments): \(answer)")
            }
            try await archive.expect(
                "quarantine", "drop", "--all", "--before", "2026-11-20", says: .done("", errors: "0 dropped\n"))
            try await archive.expect(
                "quarantine", "drop", "--reason", "frames", says: .done("", errors: "1 dropped\n"))
            try await archive.expect("quarantine", "list", "--count", says: .done("1\tnot-json\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `lists a large body without reading it`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            let large = Array(repeating: UInt8(ascii: "x"), count: 100 << 20)
            try await setAside([Self.aside(body: large)], in: archive)
            // So much address space, in KiB, has room for the program and its libraries, but not for the body too.
            let words = ["sh", "-c", "ulimit -v 450000; exec \"$0\" \"$@\""]
            let listed = try await RunningProgram.run(
                words + archive.words("quarantine", ["list"]), environment: BuiltProgram.environment())
            #expect(listed.status == 0 && listed.lines.count == 1, "\(listed)")
            let shown = try await RunningProgram.run(
                words + archive.words("quarantine", ["show", "1"]), environment: BuiltProgram.environment())
            #expect(shown.status != 0, "the limit is no limit")
        }
    }
}
