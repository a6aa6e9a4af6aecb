// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DatanommerModels
import DatanommerTesting

/// What it costs that each of Salt's events has a tag of its own: beside the same events under 60 topics.
struct TagsBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tags", abstract: "Storing events under tags of their own, and under a few topics.")

    @Option(help: "How many events are stored.")
    var messages = 100_000

    @Option(help: "How many are stored at once.")
    var batch = 500

    @Option(help: "Which engine: sqlite or postgresql. Both, if not given.")
    var engine: Engine?

    func run() async throws {
        try Machine.tell()
        let own = Self.events(messages)
        let shared = own.enumerated().map { place, message in
            var message = message
            message.topic = "salt/job/ret/minion\(place % 60)"
            return message
        }
        for engine in engine.map({ [$0] }) ?? [.postgresql, .sqlite] {
            try await Stores.with(engine) { stores in
                MarkdownTable.begin(
                    "\(engine.title): \(messages) events of Salt, \(batch) at once",
                    ["topics", "events/s", "client µs", "server µs", "the last fifth/s", "bytes an event", "expired/s"])
                try await tell("60", stores, shared)
                try await tell("each its own", stores, own)
            }
        }
    }

    private func tell(_ title: String, _ stores: Stores, _ events: [Message]) async throws {
        Progress.say("\(stores.engine.title): topics: \(title)")
        try await stores.withArchive { archive in
            let early = events.count / 5 * 4
            let first = try await AppendRun(stores: stores, messages: Array(events[..<early]))
                .measure(archive, batch: batch)
            let last = try await AppendRun(stores: stores, messages: Array(events[early...]))
                .measure(archive, batch: batch)
            MarkdownTable.row([
                title, (1 / (0.8 / first.perSecond + 0.2 / last.perSecond)).whole, [first].client.figure,
                [first].server.figure, last.perSecond.whole,
                try await archive.bytesAMessage(of: events.count).whole, try await Self.expiredPerSecond(archive).whole,
            ])
        }
    }

    /// Removes all; the names of topics stay.
    private static func expiredPerSecond(_ store: ScratchArchive) async throws -> Double {
        let archive = try Archive(url: store.url)
        defer { archive.close() }
        let began = ContinuousClock.now
        let gone = try await archive.expire(before: .now)
        return Double(gone.messages) / began.duration(to: .now).seconds
    }

    /// What the daemon makes of so many events of a master's.
    private static func events(_ count: Int) -> [Message] {
        let decoder = MessageDecoder { _, _ in MessageNames() }
        var events: [Message] = []
        SaltTraffic.hear(count, in: SaltTraffic.stream(count)) { tag, payload in
            if let message = try? decoder.message(saltTag: tag, payload: payload, receivedAt: .now) {
                events.append(message)
            }
        }
        precondition(events.count == count, "\(events.count) of \(count) events are messages")
        return events
    }
}
