// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon that missed messages` {
    private func configuration(_ archive: ScratchArchive, _ publisher: NumberingPublisher, timeout: String = "5s")
        throws -> [String]
    {
        let yaml = """
            bus:
              replay: [{endpoint: "\(publisher.endpoint)", ask: "\(publisher.ask)"}]
              replay_timeout: \(timeout)
            """
        return ["--config", try archive.write(yaml, to: "gaps.yaml")]
    }

    @Test(arguments: Engine.allCases)
    func `while it was killed finds the gap and has it filled by fedmsg's own replay server`(engine: Engine)
        async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await NumberingPublisher.with(in: archive.folder) { publisher in
                try await publisher.replay()
                let options = try configuration(archive, publisher)
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await publisher.meet(archive)
                    try await publisher.say(20)
                    try await archive.holdsAllNumbers()
                    daemon.program.signal(SIGKILL)
                    _ = try await daemon.program.finished()
                }
                // More than two questions' worth.
                try await publisher.say(230)
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await publisher.meet(archive)
                    try await archive.holdsAllNumbers()
                    try await daemon.program.errorLine(with: "gap filled")
                    try await archive.expectSaidRightly()
                    try await archive.expectNoGaps()
                    let filled = try await archive.run("gaps", "--state", "filled").lines
                    #expect(filled.count == 1 && filled[0].hasPrefix("filled \(publisher.endpoint) "), "\(filled)")
                    try await daemon.stop()
                }
            }
        }
    }

    @Test func `while it runs finds each gap, also of topics that it does not store`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await NumberingPublisher.with(in: archive.folder) { publisher in
                try await publisher.replay()
                // "kept" are two of three; the others are numbered too.
                let options =
                    try configuration(archive, publisher) + ["--topic", "org.fedoraproject.dev.numbered.kept"]
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await publisher.meet(archive)
                    try await publisher.say(30)
                    for gap in [1, 4, 7] {
                        try await publisher.skip(gap)
                        try await publisher.say(5)
                    }
                    try await daemon.program.errorLine(with: "gap filled", after: 2)
                    let first = try #require(try await archive.numbers().first)
                    let wanted = try archive.saidNumbers().filter { $0 >= first && $0 % 3 != 0 }
                    _ = try await eventually("all that is wanted is stored") {
                        try await archive.numbers() == wanted ? true : nil
                    }
                    #expect(try daemon.log().count { $0["message"] == "gap noticed" } == 3)
                    try await archive.expectNoGaps()
                    try await daemon.stop()
                }
            }
        }
    }

    @Test func `is misled by no odd number, and stores what carries it`() async throws {
        let odd = [
            "1000000000000000", "9223372036854775807", "9223372036854775808", "-1", "0", "-9223372036854775808", "1.5",
            "12.0", "1e3", "\"13\"", "null", "[14]", "NaN", "{}",
        ]
        let numbers = ["10", "11"] + odd + ["12", "13"]
        try await ScratchArchive.with(.sqlite) { archive in
            try await LocalBus.withBus { bus in
                let yaml = """
                    bus:
                      replay: [{endpoint: "\(bus.endpoint)", ask: "tcp://127.0.0.1:1"}]
                      replay_timeout: 100ms
                    """
                let options = ["--config", try archive.write(yaml, to: "gaps.yaml")]
                try await Daemon.with(archive, [bus.endpoint], options) { daemon in
                    #expect(await bus.publisher.waitForSubscriber(within: .seconds(30)))
                    for (index, number) in numbers.enumerated() {
                        let body = #"{"topic":"a.b.c.d","msg_id":"2026-\#(index)","seq_id":\#(number),"timestamp":1}"#
                        try await bus.publisher.send(topic: Array("a.b.c.d".utf8), body: Array(body.utf8))
                    }
                    try await archive.holds(numbers.count)
                    try await archive.expectNoGaps()
                    try await daemon.stop()
                    let log = try daemon.log().filter { $0["message"]?.contains("gap") == true }
                    #expect(log == [])
                }
            }
        }
    }

    @Test func `goes on storing while nobody answers, and then lists the gap as lost`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await NumberingPublisher.with(in: archive.folder) { publisher in
                let options = try configuration(archive, publisher, timeout: "100ms")
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await publisher.meet(archive)
                    try await publisher.skip(3)
                    try await publisher.say(1)
                    try await daemon.program.errorLine(with: "gap noticed")
                    let open = try await archive.run("gaps", "--fail")
                    #expect(open.status == 1 && open.output.hasPrefix("open \(publisher.endpoint) "), "\(open)")
                    let before = try await archive.numbers().count
                    try await publisher.say(50)
                    _ = try await eventually("what is said now is stored") {
                        try await archive.numbers().count >= before + 50 ? true : nil
                    }
                    #expect(!daemon.program.errors.contains("messages are lost"))
                    try await daemon.program.errorLine(with: "gap not filled, messages are lost")
                    let lost = try await archive.run("gaps", "--format", "ndjson")
                    #expect(lost.lines.count == 1 && lost.output.contains("\"state\":\"lost\""), "\(lost)")
                    #expect(lost.output.contains("no answer from \(publisher.ask) within 0.1 seconds"), "\(lost)")
                    try await daemon.stop()
                }
            }
        }
    }

    @Test func `asks again after a restart for what was not answered before, and tells what the server has not`()
        async throws
    {
        try await ScratchArchive.with(.sqlite) { archive in
            try await NumberingPublisher.with(in: archive.folder) { publisher in
                let options = try configuration(archive, publisher)
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await publisher.meet(archive)
                    try await publisher.skip(6)
                    try await publisher.say(1)
                    try await daemon.program.errorLine(with: "gap noticed")
                    try await daemon.stop()
                }
                let last = try #require(try archive.saidNumbers().last)
                let forgotten = last - 3
                let deleted = try await RunningProgram.run(
                    [
                        "sqlite3", archive.folder + "/store.db",
                        "DELETE FROM fedmsg_messages WHERE seq_id = \(forgotten)",
                    ])
                #expect(deleted == .done(""))
                try await publisher.replay()
                try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                    try await daemon.program.errorLine(with: "gap not filled, messages are lost")
                    let parts = try await archive.run("gaps", "--state", "filled", "--state", "lost").lines
                    #expect(
                        parts.map { $0.split(separator: " ").prefix(3).joined(separator: " ") } == [
                            "filled \(publisher.endpoint) \(last - 6)-\(forgotten - 1)",
                            "lost \(publisher.endpoint) \(forgotten)-\(forgotten)",
                            "filled \(publisher.endpoint) \(forgotten + 1)-\(last - 1)",
                        ])
                    #expect(
                        parts.last { $0.hasPrefix("lost") }?.hasSuffix("the replay endpoint does not have it") == true)
                    let first = try #require(try await archive.numbers().first)
                    let wanted = try archive.saidNumbers().filter { $0 >= first && $0 != forgotten }
                    _ = try await eventually("all others are stored") {
                        try await archive.numbers() == wanted ? true : nil
                    }
                    try await daemon.stop()
                }
            }
        }
    }
}

extension ScratchArchive {
    /// Expects that nothing is missing.
    func expectNoGaps(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        _ = try await eventually("no gap is open") {
            try await run("gaps", "--state", "open").output == "" ? true : nil
        }
        #expect(try await run("gaps", "--fail") == .done(""), sourceLocation: sourceLocation)
    }

    /// Expects of what is stored that it is spelled as it was said, and nothing twice.
    func expectSaidRightly(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let dump = try await run("dump", "--format", "ndjson")
        let words = try await FedmsgLibrary.words("compare.py", [record])
        let compared = try await RunningProgram.run(words, input: dump.outputBytes)
        // What was said before the first was heard is in no archive.
        let wrong = compared.lines.filter { !$0.hasPrefix("missing: ") }
        #expect(wrong == [] && compared.status == 0, "\(compared)", sourceLocation: sourceLocation)
    }
}
