// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Foundation
import JSONText
import Logging
import Settings
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(2))) struct `The program backend` {
    /// Lends a backend whose program is a shell script, and the folder of its file `out`.
    private func withScript(
        _ script: String, _ answers: ProgramBackendSettings.Answers = .lines, timeout: Duration = .seconds(20),
        _ body: (ProgramBackend, String) async throws -> Void
    ) async throws {
        let folder = try ScratchFolder()
        defer { folder.remove() }
        var settings = ProgramBackendSettings(command: ["/bin/sh", "-c", "cd '\(folder.path)'\n\(script)"])
        (settings.answers, settings.timeout) = (answers, timeout)
        let backend = ProgramBackend(settings, logger: Logger(label: "test"))
        try await body(backend, folder.path + "/out")
        await backend.close()
    }

    /// Answers each line with its position, after it wrote it to a file.
    private static let good = """
        while IFS= read -r line; do
            printf '%s\\n' "$line" >>out
            position=${line#*position\\":}
            printf '{"position": %s}\\n' "${position%%,*}"
        done
        """

    private func positions(_ path: String) throws -> [Int64] {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
        return try text.split(separator: "\n").map { line in
            try #require(try JSONText(validating: String(line))["position"]?.integer)
        }
    }

    @Test func `tells a program that runs on each record, and waits for its answers`() async throws {
        try await withScript(Self.good) { backend, out in
            try await backend.check()
            try await backend.deliver((1...200).map { .sample($0, msg: "{\"a\":\n \"ž\"}") })
            try await backend.deliver([.sample(201)])
            #expect(try positions(out) == Array(1...201))
        }
    }

    @Test func `tells a batch that no pipe holds to a program that answers while it reads`() async throws {
        let large = JSONText.string(String(repeating: "x", count: 100_000)).text
        try await withScript(Self.good) { backend, out in
            try await backend.deliver((1...20).map { .sample($0, msg: large) })
            #expect(try positions(out) == Array(1...20))
        }
    }

    @Test func `tells which records a program will never take, and which it takes later`() async throws {
        let script = """
            while IFS= read -r line; do
                case $line in
                *'"position":2,'*) echo '{"position": 2, "never": "zu groß"}' ;;
                *'"position":9,'*) echo '{"position": 9, "later": "full"}' ;;
                *) position=${line#*position\\":}; printf '{"position": %s}\\n' "${position%%,*}" ;;
                esac
            done
            """
        try await withScript(script) { backend, _ in
            let error = await #expect(throws: DeliveryError.self) {
                try await backend.deliver((1...3).map { .sample($0) })
            }
            #expect(error == .never([.init(position: 2, reason: "zu groß")]))
            let later = await #expect(throws: DeliveryError.self) {
                try await backend.deliver((8...10).map { .sample($0) })
            }
            #expect(later == .later("/bin/sh takes it later: full"))
            try await backend.deliver([.sample(11)])
        }
    }

    @Test(arguments: [
        ("exit 3", "ended with status 3, without an answer"), ("kill -9 $$", "ended by signal 9, without an answer"),
        ("read line; echo nonsense", "answered with something else than {\"position\": NUMBER}: nonsense"),
        ("read line; echo '{\"position\": 5}'", "answered for position 5 out of turn"),
        ("exec sleep 60", "took too long, and was killed"),
        ("sleep 60", "took too long, and was killed"),
        ("echo '{\"position\": 5}'; exec sleep 60", "answered for position 5 out of turn"),
        ("exec >&-; exec sleep 60", "took too long to end"),
    ])
    func `delivers later what a program does not answer as it should`(script: String, reason: String) async throws {
        try await withScript(script, timeout: .milliseconds(700)) { backend, _ in
            let error = await #expect(throws: DeliveryError.self) { try await backend.deliver([.sample(1)]) }
            #expect(error == .later("/bin/sh \(reason)"))
        }
    }

    @Test func `stops a program that nobody waits for any more`() async throws {
        try await withScript("exec sleep 600", timeout: .seconds(600)) { backend, _ in
            let began = ContinuousClock.now
            await withTaskGroup { group in
                group.addTask {
                    await #expect(throws: DeliveryError.self) { try await backend.deliver([.sample(1)]) }
                    return
                }
                group.cancelAll()
            }
            #expect(began.duration(to: .now) < .seconds(20))
        }
    }

    @Test func `starts a program that ended again, with the same records`() async throws {
        let script = "if [ -e here ]; then\n\(Self.good)\nelse touch here; fi"
        try await withScript(script) { backend, out in
            await #expect(throws: DeliveryError.self) { try await backend.deliver([.sample(1), .sample(2)]) }
            try await backend.deliver([.sample(1), .sample(2)])
            #expect(try positions(out) == [1, 2])
        }
    }

    @Test func `runs a program once for each batch, and takes its status for the answer`() async throws {
        try await withScript("echo run >>runs; cat >>out", .exit) { backend, out in
            try await backend.deliver((1...500).map { .sample($0) })
            try await backend.deliver([.sample(501)])
            #expect(try positions(out) == Array(1...501))
            let runs = out.replacing("/out", with: "/runs")
            let told = try String(contentsOfFile: runs, encoding: .utf8)
            #expect(told == "run\nrun\n")
        }
    }

    @Test func `finds the records that a program refuses by its status`() async throws {
        let script = "cat >batch; if grep -qE '\"position\":(3|6),' batch; then exit 65; fi; cat batch >>out"
        try await withScript(script, .exit) { backend, out in
            let error = await #expect(throws: DeliveryError.self) {
                try await backend.deliver((1...7).map { .sample($0) })
            }
            let reason = "/bin/sh ended with status 65"
            #expect(error == .never([.init(position: 3, reason: reason), .init(position: 6, reason: reason)]))
            let there = try positions(out).sorted()
            #expect(there == [1, 2, 4, 5, 7])
        }
    }

    @Test(arguments: [("exit 1", "ended with status 1"), ("kill -15 $$", "ended by signal 15")])
    func `delivers later what a program ended badly with`(script: String, reason: String) async throws {
        try await withScript(script, .exit) { backend, _ in
            // More than a pipe holds, to somebody who does not read.
            let large = JSONText.string(String(repeating: "x", count: 300_000)).text
            let error = await #expect(throws: DeliveryError.self) {
                try await backend.deliver([.sample(1, msg: large)])
            }
            #expect(error == .later("/bin/sh \(reason)"))
        }
    }

    @Test func `says that there is no such program`() async throws {
        let backend = ProgramBackend(ProgramBackendSettings(command: ["/nowhere"]), logger: Logger(label: "test"))
        let wanted = DeliveryError.later("/nowhere cannot be run: No such file or directory")
        let checked = await #expect(throws: DeliveryError.self) { try await backend.check() }
        #expect(checked == wanted)
        let started = DeliveryError.later("/nowhere cannot be started: No such file or directory")
        let delivered = await #expect(throws: DeliveryError.self) { try await backend.deliver([.sample(1)]) }
        #expect(delivered == started)
    }
}

@Suite struct `The answer of a program` {
    @Test(arguments: [
        (#"{"position": 7}"#, ProgramAnswer.taken(position: 7)),
        (#" {"other": [1], "position": -7} "#, .taken(position: -7)),
        (#"{"position": 7, "never": "žluť\n"}"#, .never(position: 7, reason: "žluť\n")),
        (#"{"position": 7, "never": {"a": 1}}"#, .never(position: 7, reason: #"{"a": 1}"#)),
        (#"{"position": 7, "later": null}"#, .later(position: 7, reason: "null")),
    ])
    func `is read`(line: String, wanted: ProgramAnswer) throws {
        #expect(try ProgramAnswer(line: Array(line.utf8)) == wanted)
    }

    @Test(arguments: [
        "", "{}", "7", "[]", "null", #"{"position": "7"}"#, #"{"position": 7.5}"#,
        #"{"position": 99999999999999999999}"#,
        #"{"position": 7"#, #"{"position": 7}}"#, "\u{0}", String(repeating: "[", count: 60_000),
    ])
    func `is none`(line: String) {
        #expect(throws: ProgramError.self) { try ProgramAnswer(line: Array(line.utf8)) }
        #expect(throws: ProgramError.self) { try ProgramAnswer(line: Array(line.utf8) + [0xFF]) }
    }
}

@Suite struct `The lines of a program` {
    @Test func `are the same however they come in pieces`() {
        let bytes = Array("a\n\nžb\nrest".utf8)
        for cut in 0...bytes.count {
            var buffer = LineBuffer()
            let lines = buffer.add(bytes[..<cut]) + buffer.add(bytes[cut...])
            #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["a", "", "žb"], "\(cut)")
            #expect(buffer.take() == Array("rest".utf8))
        }
    }

    @Test func `are cut where they have no end`() {
        var buffer = LineBuffer()
        let lines = buffer.add([UInt8](repeating: 120, count: LineBuffer.limit * 2 + 5))
        #expect(lines.map(\.count) == [LineBuffer.limit, LineBuffer.limit])
        #expect(buffer.take().count == 5)
    }
}
