// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerModels
import Salt

/// What Salt's events cost from the bytes of a master's stream on, on one core, without a socket.
struct SaltBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "salt", abstract: "Reading Salt's stream, beside copying its bytes.")

    /// What a read gives at the most.
    private static let read = 1 << 16

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
                { hear(bytes) { _, _ in } },
                { hear(bytes) { _, payload in precondition((try? SaltBody(payload)) != nil) } },
                {
                    hear(bytes) { tag, payload in
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
        var room = [UInt8](repeating: 0, count: Self.read)
        for start in stride(from: 0, to: bytes.count, by: Self.read) {
            let end = min(start + Self.read, bytes.count)
            room.withUnsafeMutableBytes { $0.copyBytes(from: bytes[start..<end]) }
        }
    }

    private func hear(_ bytes: [UInt8], _ body: (_ tag: [UInt8], _ payload: [UInt8]) -> Void) {
        var stream = SaltStream(maximumBytes: 16 << 20, keptBytes: 256)
        var heard = 0
        for start in stride(from: 0, to: bytes.count, by: Self.read) {
            let end = min(start + Self.read, bytes.count)
            stream.receive { room in
                room.copyBytes(from: bytes[start..<end])
                return end - start
            }
            while case .event(let tag, let payload)? = try? stream.next() {
                body(tag, payload)
                heard += 1
            }
        }
        precondition(heard == messages, "\(heard) of \(messages) events were heard")
    }
}
