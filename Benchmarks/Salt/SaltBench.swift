// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerModels
import Salt

/// What Salt's events cost from the bytes of a master's stream on, on one core, without a socket.
struct SaltBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "salt", abstract: "Reading Salt's stream, beside copying its bytes.")

    @Option(help: "How many events a turn reads.")
    var messages = 50_000

    @Option(help: "How many turns each way has.")
    var rounds = 9

    func run() throws {
        try Machine.tell()
        let bytes = SaltTraffic.stream(messages)
        let decoder = MessageDecoder { _, _ in MessageNames() }
        let times = Turns.medians(
            rounds: rounds, items: messages,
            [
                { copy(bytes) },
                { SaltTraffic.hear(messages, in: bytes) { _, _ in } },
                {
                    SaltTraffic.hear(messages, in: bytes) { _, payload in precondition((try? SaltBody(payload)) != nil)
                    }
                },
                {
                    SaltTraffic.hear(messages, in: bytes) { tag, payload in
                        let message = try? decoder.message(saltTag: tag, payload: payload, receivedAt: .now)
                        precondition(message != nil)
                    }
                },
            ])
        MarkdownTable.begin(
            "Salt's stream: \(messages) events of \(bytes.count / messages) bytes, one core, medians of \(rounds) turns",
            ["way", "events/s", "µs"])
        let titles = [
            "the bytes copied, 64 KiB at once", "parted into events", "payloads as JSON besides", "messages besides",
        ]
        for (title, time) in zip(titles, times) { MarkdownTable.row([title, (1e6 / time).whole, time.figure]) }
        Target.begin()
        Target.tell("messages from the bytes of a stream", 1e6 / times[3], atLeast: 100_000, "/s")
    }

    private func copy(_ bytes: [UInt8]) {
        var room = [UInt8](repeating: 0, count: SaltTraffic.read)
        for start in stride(from: 0, to: bytes.count, by: SaltTraffic.read) {
            let end = min(start + SaltTraffic.read, bytes.count)
            room.withUnsafeMutableBytes { $0.copyBytes(from: bytes[start..<end]) }
        }
    }
}
