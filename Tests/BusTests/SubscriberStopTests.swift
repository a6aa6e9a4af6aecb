// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A subscriber that stops` {
    /// Settings whose buffer is full after two batches of ten.
    private static func narrow(_ bus: LocalBus) -> SubscriberSettings {
        var settings = bus.settings
        (settings.batchLimit, settings.pendingBatches) = (10, 2)
        return settings
    }

    /// Sends everything to a subscriber that nobody reads, and waits until it has reached its socket: a publisher's
    /// end is noticed only after all that it said.
    private static func fill(_ subscriber: Subscriber, from bus: LocalBus, with sent: [Envelope]) async throws {
        await bus.subscribed()
        try await bus.publisher.send(sent)
        try await bus.publisher.close()
        await until { subscriber.counts.losses == 1 }
    }

    @Test(arguments: LocalBus.Transport.allCases)
    func `hands over what had arrived, and ends`(transport: LocalBus.Transport) async throws {
        try await LocalBus.withBus(transport) { bus in
            try await Subscriber.running(Self.narrow(bus)) { subscriber in
                let sent = numbered(0..<5000, bytes: 100)
                try await Self.fill(subscriber, from: bus, with: sent)
                #expect(subscriber.counts.messages == 20 && subscriber.counts.pauses == 1)
                subscriber.stop()
                subscriber.stop()
                #expect(await subscriber.readToEnd() == ReceivedBatch(envelopes: sent))
            }
        }
    }

    @Test func `hands over a batch that is not due yet`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            (settings.batchWithin, settings.drainWithin) = (.seconds(86_400), .seconds(86_400))
            try await Subscriber.running(settings) { subscriber in
                try await Self.fill(subscriber, from: bus, with: numbered(0..<3))
                subscriber.stop()
                #expect(await subscriber.readToEnd() == ReceivedBatch(envelopes: numbered(0..<3)))
            }
        }
    }

    @Test func `gives up on a reader that does not read, and says so`() async throws {
        try await LocalBus.withBus { bus in
            let log = LogRecorder()
            var settings = Self.narrow(bus)
            settings.drainWithin = .zero
            try await Subscriber.running(settings, logger: log.logger) { subscriber in
                let sent = numbered(0..<5000)
                try await Self.fill(subscriber, from: bus, with: sent)
                subscriber.stop()
                await until { log.lines.last == "warning messages left unread at stop" }
                let lines = ["info endpoint connected", "info endpoint lost", "warning messages left unread at stop"]
                #expect(log.lines == lines)
                // Two batches waited in the buffer, one had been gathered.
                #expect(await subscriber.readToEnd() == ReceivedBatch(envelopes: Array(sent[..<30])))
            }
        }
    }

    @Test func `by being let go ends its batches`() async throws {
        var subscriber: Subscriber? = Subscriber(SubscriberSettings(), logger: LogRecorder().logger)
        try subscriber?.start()
        let batches = try #require(subscriber?.batches)
        subscriber = nil
        for await batch in batches { Issue.record("nothing was sent, yet \(batch)") }
    }

    @Test func `while messages keep coming ends all the same`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        while !Task.isCancelled { try await bus.publisher.send(numbered(0..<100)) }
                    }
                    _ = await subscriber.read(1000)
                    subscriber.stop()
                    _ = await subscriber.readToEnd()
                    group.cancelAll()
                    try await group.next()
                }
            }
        }
    }

    @Test func `closes its sockets, a hundred times over`() async throws {
        let before = openDescriptors()
        try await LocalBus.withBus { bus in
            for _ in 0..<100 {
                let subscriber = Subscriber(bus.settings, logger: LogRecorder().logger)
                try subscriber.start()
                subscriber.stop()
                _ = await subscriber.readToEnd()
            }
        }
        // Each subscriber has more than five; the other tests of this process have some dozens at times.
        #expect(openDescriptors() < before + 250)
    }
}
