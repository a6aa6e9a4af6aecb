// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Logging

/// Messages numbered from `first`, each with its number as body.
func numbered(_ range: Range<Int>, topic: String = "org.example.test", bytes: Int = 0) -> [Envelope] {
    range.map { number in
        let digits = Array("\(number)".utf8)
        let padding = [UInt8](repeating: 0x20, count: max(0, bytes - digits.count))
        return Envelope(topic: Array(topic.utf8), body: digits + padding, receivedAt: 0)
    }
}

/// Returns when the condition holds; the time limit of the test ends a wait in vain.
func until(_ condition: () -> Bool) async {
    while !condition() && !Task.isCancelled { await Task.yield() }
}

extension Envelope {
    /// The envelope without the time, which no test knows before.
    var timeless: Envelope { Envelope(topic: topic, body: body, receivedAt: 0) }
}

extension Subscriber {
    /// Lends a started subscriber and stops it afterwards.
    static func running<Result>(
        _ settings: SubscriberSettings, logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ body: (Subscriber) async throws -> Result
    ) async throws -> Result {
        let subscriber = Subscriber(settings, logger: logger)
        try subscriber.start()
        defer { subscriber.stop() }
        return try await body(subscriber)
    }

    /// Reads until `count` messages have come or nothing more will; without their times.
    func read(_ count: Int) async -> ReceivedBatch {
        var all = ReceivedBatch()
        guard count > 0 else { return all }
        for await batch in batches {
            all.envelopes += batch.envelopes.map(\.timeless)
            all.undecodable += batch.undecodable
            if all.count >= count { break }
        }
        return all
    }

    /// Reads everything that is still handed out after ``stop()``.
    func readToEnd() async -> ReceivedBatch { await read(.max) }
}

extension LocalBus {
    /// Settings of a subscriber to this bus, with everything else as it is by default.
    var settings: SubscriberSettings { SubscriberSettings(endpoints: [endpoint]) }

    /// Waits until a subscriber with so many prefixes is there.
    func subscribed(_ count: Int = 1) async { _ = await publisher.waitForSubscriber(count, within: .seconds(50)) }

    /// Waits until subscribers with only so many prefixes are left.
    func unsubscribed(to count: Int = 0) async {
        while await publisher.waitForSubscriber(count + 1, within: .zero), !Task.isCancelled { await Task.yield() }
    }
}
