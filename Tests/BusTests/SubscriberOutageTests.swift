// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A subscriber in an outage` {
    @Test func `goes on when the publisher is back, and tells once`() async throws {
        try await LocalBus.withDirectory { directory in
            let (endpoint, log) = ("ipc://\(directory)/bus", LogRecorder())
            try await Subscriber.running(SubscriberSettings(endpoints: [endpoint]), logger: log.logger) { subscriber in
                for round in 0..<3 {
                    let publisher = try Publisher(bind: endpoint)
                    #expect(await publisher.waitForSubscriber(within: .seconds(50)))
                    let sent = numbered(round * 100..<(round + 1) * 100)
                    try await publisher.send(sent)
                    #expect(await subscriber.read(100) == ReceivedBatch(envelopes: sent))
                    try await publisher.close()
                    await until { subscriber.counts.losses == round + 1 && subscriber.connectedEndpoints == [] }
                }
                #expect(subscriber.counts.messages == 300 && subscriber.counts.connections == 3)
                let lines = ["info endpoint connected", "info endpoint lost"]
                let told = log.lines.filter { $0 != "warning endpoint unreachable" }
                #expect(told == lines + lines + lines)
            }
        }
    }

    @Test func `waits for a publisher that is not there yet, and tells once`() async throws {
        try await LocalBus.withDirectory { directory in
            let (endpoint, log) = ("ipc://\(directory)/bus", LogRecorder())
            var settings = SubscriberSettings(endpoints: [endpoint])
            settings.reconnectInterval = .milliseconds(1)
            try await Subscriber.running(settings, logger: log.logger) { subscriber in
                await until { !log.lines.isEmpty }
                let publisher = try Publisher(bind: endpoint)
                #expect(await publisher.waitForSubscriber(within: .seconds(50)))
                await until { subscriber.connectedEndpoints == [endpoint] }
                #expect(log.lines == ["warning endpoint unreachable", "info endpoint connected"])
                try await publisher.close()
            }
        }
    }

    @Test func `tells a peer that is no publisher from one that is not there`() async throws {
        let (log, server) = (LogRecorder(), try LineServer())
        try await Subscriber.running(SubscriberSettings(endpoints: [server.endpoint]), logger: log.logger) { _ in
            server.answer("HTTP/1.1 400 Bad Request\r\n\r\n")
            await until { !log.lines.isEmpty }
            #expect(log.lines == ["warning endpoint is no publisher"])
        }
    }

    @Test func `loses nothing while its reader stalls, however long the queue`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            settings.pendingBatches = 1
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                let sent = numbered(0..<50_000, bytes: 500)
                // All of them are taken by the socket while nobody reads, for the publisher waits for it otherwise.
                try await bus.publisher.send(sent)
                await until { subscriber.counts.pauses > 0 }
                #expect(await subscriber.read(50_000) == ReceivedBatch(envelopes: sent))
            }
        }
    }

    @Test func `makes a publisher that does not drop wait while its reader stalls`() async throws {
        try await LocalBus.withBus(.ipc, sendHighWaterMark: 1) { bus in
            var settings = bus.settings
            (settings.pendingBatches, settings.batchLimit, settings.receiveHighWaterMark) = (1, 1, 1)
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                let sent = numbered(0..<500, bytes: 100_000)
                async let sending: Void = bus.publisher.send(sent)
                await until { subscriber.counts.pauses > 0 }
                #expect(await subscriber.read(500) == ReceivedBatch(envelopes: sent))
                try await sending
            }
        }
    }
}
