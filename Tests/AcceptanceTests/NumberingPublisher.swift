// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// A process that numbers and keeps what it says, with the real fedmsg library, and can be asked for it again.
struct NumberingPublisher: Sendable {
    let port: Int
    let replayPort: Int
    private let program: RunningProgram

    /// Where it is listened to.
    var endpoint: String { FedmsgPublisher.endpoint(port) }
    /// Where it can be asked, once ``replay()`` was called.
    var ask: String { FedmsgPublisher.endpoint(replayPort) }

    /// Lends a publisher; afterwards it is gone. One with the folder and port of an earlier one goes on counting.
    static func with<R>(
        in folder: String, port: Int = FedmsgPublisher.freePort(), _ body: (NumberingPublisher) async throws -> R
    ) async throws -> R {
        let replayPort = FedmsgPublisher.freePort()
        let words = try await FedmsgLibrary.words(
            "numbered.py", ["\(port)", "\(replayPort)", folder + "/store.db", folder + "/wire.ndjson"])
        return try await RunningProgram.with(words) { program in
            let publisher = NumberingPublisher(port: port, replayPort: replayPort, program: program)
            try await publisher.answered("ready")
            return try await body(publisher)
        }
    }

    /// Says messages, and returns when they are on their way.
    func say(_ count: Int) async throws { try await order("say \(count)", "said") }

    /// Numbers and keeps messages that nobody hears.
    func skip(_ count: Int) async throws { try await order("skip \(count)", "said") }

    /// Starts the replay server.
    func replay() async throws { try await order("replay", "replays") }

    /// Says messages, one by one, until one more is in the archive.
    func meet(_ archive: ScratchArchive) async throws {
        let before = try await archive.numbers().count
        _ = try await eventually("a message of \(endpoint) arrives") { () -> Bool? in
            try await say(1)
            return try await archive.numbers().count > before ? true : nil
        }
    }

    private func order(_ words: String, _ answer: String) async throws {
        let before = answers(answer)
        try program.write(line: words)
        try await answered(answer, before + 1)
    }

    private func answered(_ word: String, _ count: Int = 1) async throws {
        _ = try await eventually("\(count) times \(word), of: \(program.errors)") {
            answers(word) >= count ? true : nil
        }
    }

    private func answers(_ word: String) -> Int {
        String(decoding: program.output, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix(word) }
    }
}

extension ScratchArchive {
    /// The numbers of all numbered messages that are stored, sorted.
    func numbers() async throws -> [Int] {
        let dump = try await run("dump", "--format", "ndjson")
        return dump.lines.compactMap { $0.firstMatch(of: /"seq_id": ?(\d+)/).flatMap { Int($0.1) } }.sorted()
    }

    /// The numbers of all messages that were said or skipped so far.
    func saidNumbers() throws -> [Int] {
        try String(contentsOfFile: record, encoding: .utf8).split(separator: "\n")
            .compactMap { $0.firstMatch(of: /"seq_id":(\d+)/).flatMap { Int($0.1) } }.sorted()
    }

    /// Waits until every message from the first stored one on is stored, once, and spelled as it was said.
    func holdsAllNumbers() async throws {
        _ = try await eventually("every number is stored", within: .seconds(60)) { () -> Bool? in
            let (stored, said) = (try await numbers(), try saidNumbers())
            guard let first = stored.first else { return nil }
            return stored == said.filter { $0 >= first } ? true : nil
        }
    }
}
