// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-replay` {
    private static let envelopes = (0..<300).map {
        SaidMessage.said(
            "\($0)", "org.fedoraproject.dev.test.replay", at: "\($0).5", msg: #"{"x": [1.0, 1e5, "ž\u017e"]}"#)
    }

    @Test func `says envelopes byte for byte, in order, when somebody listens`() async throws {
        try await LocalBus.withDirectory { directory in
            let text = Self.envelopes.map { $0.json + "\n" }.joined()
            let said = try await Self.heard(Self.envelopes.count, from: text, at: "ipc://\(directory)/bus")
            #expect(
                said.map(\.topic) == Array(repeating: "org.fedoraproject.dev.test.replay", count: Self.envelopes.count))
            #expect(said.map(\.body) == Self.envelopes.map(\.json))
        }
    }

    @Test(arguments: Engine.allCases)
    func `says a dump without what the archive added`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Array(Self.envelopes.prefix(3)))
            let dump = try await archive.run("dump")
            let said = try await Self.heard(3, from: dump.output, at: "ipc://\(archive.folder)/bus")
            try await ScratchArchive.with(.sqlite) { second in
                // The same members, whatever their order: what is heard loads as the same message.
                let loaded = try await second.run("load", input: said.map { $0.body + "\n" }.joined())
                #expect(loaded.errors == "3 loaded, 0 were there already, 0 failed\n")
                try await second.expect("dump", says: dump)
            }
            for body in said.map(\.body) {
                for member in ["category", "users", "packages", "source_name", "headers", "signature"] {
                    #expect(!body.contains("\"\(member)\""), "\(body)")
                }
            }
        }
    }

    @Test func `is slower with a rate, and passes over what is no message`() async throws {
        try await LocalBus.withDirectory { directory in
            let text = Self.envelopes.prefix(5).map { $0.json + "\nno json\n" }.joined()
            let clock = ContinuousClock.now
            let said = try await Self.heard(5, from: text, at: "ipc://\(directory)/bus", ["--rate", "10"], failed: 10)
            #expect(said.map(\.body) == Self.envelopes.prefix(5).map(\.json))
            // Four waits of a tenth of a second between five messages.
            #expect(clock.duration(to: .now) >= .milliseconds(390))
        }
    }

    @Test(arguments: [
        [], ["--bind", "ipc:///tmp/x", "--connect", "ipc:///tmp/x"], ["--bind", "ipc:///tmp/x", "--rate", "0"],
        ["--bind", "ipc:///tmp/x", "--rate", "-1"], ["--bind", "ipc:///tmp/x", "--loop"],
    ])
    func `says what is wrong with its arguments`(arguments: [String]) async throws {
        let answer = try await RunningProgram.run([BuiltProgram.path("datanommer-replay")] + arguments)
        #expect(answer.status == 64 && answer.errors.contains("Usage:"), "\(answer)")
    }

    @Test(arguments: [("tcp://nowhere", 78), ("http://localhost:80", 78), ("tcp://192.0.2.1:1", 69)])
    func `cannot bind to what is not there`(endpoint: String, status: Int) async throws {
        let answer = try await RunningProgram.run([BuiltProgram.path("datanommer-replay"), "--bind", endpoint])
        #expect(answer.status == status && answer.errors.split(separator: "\n").count == 1, "\(answer)")
    }

    /// What a subscriber hears of a text that is replayed at an endpoint.
    private static func heard(
        _ count: Int, from text: String, at endpoint: String, _ options: [String] = [], failed: Int = 0
    ) async throws -> [(topic: String, body: String)] {
        let words = [try BuiltProgram.path("datanommer-replay"), "--bind", endpoint, "--wait-for-subscriber"] + options
        return try await RunningProgram.with(words) { replay in
            replay.write(Array(text.utf8))
            let subscriber = Subscriber(SubscriberSettings(endpoints: [endpoint], prefixes: [""]), logger: .quiet)
            try subscriber.start()
            var envelopes: [(topic: String, body: String)] = []
            for await batch in subscriber.batches {
                envelopes += batch.envelopes.map {
                    (String(decoding: $0.topic, as: UTF8.self), String(decoding: $0.body, as: UTF8.self))
                }
                if envelopes.count >= count { subscriber.stop() }
            }
            let end = try await replay.finished()
            #expect(end.errors.hasSuffix("\(count) said, \(failed) failed\n"), "\(end)")
            #expect(end.status == (failed == 0 ? 0 : 1))
            return envelopes
        }
    }
}
