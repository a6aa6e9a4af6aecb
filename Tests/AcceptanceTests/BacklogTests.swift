// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon with a backlog` {
    private func configuration(_ archive: ScratchArchive, _ url: String, wait: String = "500ms", timeout: String = "5s")
        throws -> [String]
    {
        let yaml = "backlog: {url: \"\(url)\", rows: 100, wait: \(wait), timeout: \(timeout)}\n"
        return ["--config", try archive.write(yaml, to: "backlog.yaml")]
    }

    @Test(arguments: Engine.allCases)
    func `stores at the start what was said while it was down, page by page, each message once`(engine: Engine)
        async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet(from: 1) { try await archive.has($0) }
                    try await publisher.say(100..<150)
                    let record = try WireRecord(archive.record)
                    try await archive.holds(record.messages.count)
                    daemon.program.signal(SIGKILL)
                    _ = try await daemon.program.finished()
                }
                // As long as 150 before, so that some lie within the overlap.
                try await publisher.say(150..<500)
                try await BacklogServer.with(record: archive.record) { backlog in
                    let options = try configuration(archive, backlog.url("/moved?x=1", user: "me:secret@"))
                    try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        let line = try await daemon.program.errorLine(with: "backlog read")
                        #expect(line.contains("\"source\":\"\(backlog.url("/moved"))\""), "\(line)")
                        try await record.expectAnswers(of: archive)
                        // The endpoint was connected after the start: then it is asked once more, and nothing is in doubt.
                        try await daemon.program.errorLine(with: "backlog read", after: 1)
                        try await archive.expectNoGaps()
                        try await daemon.stop()
                        #expect(!daemon.program.errors.contains("secret"))
                    }
                    let start = "&start=\(1_361_166_000 + 149 - 300)&"
                    let pages = backlog.questions.filter {
                        $0.hasPrefix("/raw?x=1&rows_per_page=100") && $0.contains(start)
                    }
                    #expect(
                        pages.count >= 4 && pages.allSatisfy { $0.hasSuffix("order=asc Basic bWU6c2VjcmV0") },
                        "\(pages)")
                }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `asks after a crash from where the doubt began, whatever was said and stored since`(engine: Engine)
        async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet(from: 1) { try await archive.has($0) }
                    try await daemon.stop()
                }
                try await publisher.say(1_000..<1_100)
                try await BacklogServer.with(record: archive.record) { backlog in
                    let options = try configuration(archive, backlog.url("/raw"))
                    let held = try archive.write("", to: "wire.ndjson.held")
                    try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                        // Newer than what is missing by far more than the overlap.
                        try await publisher.meet(from: 500_000) { try await archive.has($0) }
                        _ = try await eventually("the backlog was asked") {
                            backlog.questions.isEmpty ? nil : true
                        }
                        daemon.program.signal(SIGKILL)
                        _ = try await daemon.program.finished()
                    }
                    #expect(try await archive.run("gaps", "--state", "open").lines.count == 1)
                    try FileManager.default.removeItem(atPath: held)
                    try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                        let record = try WireRecord(archive.record)
                        try await archive.holds(record.messages.count)
                        try await daemon.program.errorLine(with: "backlog read", after: 1)
                        try await archive.expectNoGaps()
                        try await daemon.stop()
                        try await record.expectAnswers(of: archive)
                    }
                }
            }
        }
    }

    @Test func `stores after a reconnect what was said while nobody was heard, however often it has to ask`()
        async throws
    {
        try await ScratchArchive.with(.sqlite) { archive in
            let port = FedmsgPublisher.freePort()
            try await BacklogServer.with(record: archive.record) { backlog in
                // There is a record before the first question.
                _ = try archive.write("", to: "wire.ndjson")
                let options = try configuration(archive, backlog.url("/flaky"))
                try await Daemon.with(archive, [FedmsgPublisher.endpoint(port)], options) { daemon in
                    try await daemon.program.errorLine(with: "backlog not asked, the archive is empty")
                    try await NumberingPublisher.with(in: archive.folder, port: port) { publisher in
                        try await publisher.meet(archive)
                        try await daemon.program.errorLine(with: "backlog read")
                        try await archive.expectNoGaps()
                    }
                    try await daemon.program.errorLine(with: "endpoint lost")
                    _ = try await eventually("the doubt is written down") {
                        try await archive.run("gaps").lines.count == 1 ? true : nil
                    }
                    try await NumberingPublisher.with(in: archive.folder) { try await $0.say(120) }
                    try await NumberingPublisher.with(in: archive.folder, port: port) { publisher in
                        try await daemon.program.errorLine(with: "backlog read", after: 1)
                        try await archive.holdsAllNumbers()
                        try await archive.expectSaidRightly()
                        try await archive.expectNoGaps()
                    }
                    try await daemon.stop()
                    #expect(backlog.questions.count { $0.hasPrefix("/flaky?") } >= 5)
                }
            }
        }
    }

    @Test(arguments: [
        ("/same", "page [0-9]+ of 100000 is the same as the one before"), ("/hollow", "page 1 of 9 is empty"),
    ])
    func `takes a backlog that does not tell the truth for a gap`(path: String, detail: String) async throws {
        try await expectLost(path, "^lost http://127.0.0.1:[0-9]+\(path) - [0-9T:.Z-]+ [0-9T:.Z-]+ \(detail)$")
    }

    @Test(arguments: [
        ("/failing", "the server answered with status 503"), ("/garbage", "the answer is no page of messages"),
        ("/odd", "the answer is no page of messages"), ("/silent", "no answer within 0.2 seconds"),
    ])
    func `asks six times, and takes the rest for a gap while it goes on listening`(path: String, detail: String)
        async throws
    {
        try await expectLost(path, "^lost http://127.0.0.1:[0-9]+\(path) - [0-9T:.Z-]+ [0-9T:.Z-]+ page 1: \(detail)$")
    }

    private func expectLost(_ path: String, _ pattern: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await FedmsgPublisher.with(record: archive.record) { publisher in
                try await Daemon.with(archive, [publisher.endpoint]) { daemon in
                    try await publisher.meet { try await archive.has($0) }
                    try await daemon.stop()
                }
                try await BacklogServer.with(record: archive.record) { backlog in
                    let options = try configuration(
                        archive, backlog.url(path, user: "me:secret@"), wait: "10m", timeout: "200ms")
                    try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                        try await publisher.meet(from: 950_000) { try await archive.has($0) }
                        try await daemon.program.errorLine(with: "backlog not to be had, messages may be lost")
                        let lost = try await eventually("the gap is lost") {
                            let lines = try await archive.run("gaps", "--state", "lost").lines
                            return lines.isEmpty ? nil : lines
                        }
                        let expected = try Regex(pattern)
                        #expect(lost.count == 1 && lost[0].contains(expected), "\(lost)")
                        try await daemon.stop()
                        #expect(!daemon.program.errors.contains("secret"))
                    }
                }
            }
        }
    }
}
