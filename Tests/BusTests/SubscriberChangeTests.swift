// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A subscriber told to listen elsewhere` {
    @Test func `connects to what is new and keeps what stays`() async throws {
        try await LocalBus.withBus { first in
            try await LocalBus.withBus { second in
                try await Subscriber.running(first.settings) { subscriber in
                    await first.subscribed()
                    try subscriber.change(endpoints: [second.endpoint, first.endpoint])
                    await second.subscribed()
                    try await first.publisher.send(numbered(0..<10))
                    #expect(await subscriber.read(10).envelopes == numbered(0..<10))
                    try await second.publisher.send(numbered(10..<20))
                    #expect(await subscriber.read(10).envelopes == numbered(10..<20))
                    #expect(subscriber.counts.connections == 2 && subscriber.counts.losses == 0)
                }
            }
        }
    }

    @Test func `leaves a publisher that is gone, after reading what it had said`() async throws {
        try await LocalBus.withBus { first in
            try await LocalBus.withBus { second in
                var settings = first.settings
                (settings.batchLimit, settings.pendingBatches) = (10, 1)
                try await Subscriber.running(settings) { subscriber in
                    await first.subscribed()
                    let sent = numbered(0..<5000)
                    try await first.publisher.send(sent)
                    try await first.publisher.close()
                    await until { subscriber.counts.losses == 1 }
                    try subscriber.change(endpoints: [second.endpoint])
                    await second.subscribed()
                    #expect(await subscriber.read(5000) == ReceivedBatch(envelopes: sent))
                    #expect(subscriber.connectedEndpoints == [second.endpoint])
                }
            }
        }
    }

    @Test func `no longer hears what is gone`() async throws {
        try await LocalBus.withBus { bus in
            try await LocalBus.withBus { other in
                try await Subscriber.running(bus.settings) { subscriber in
                    await bus.subscribed()
                    try subscriber.change(endpoints: [other.endpoint])
                    await other.subscribed()
                    await bus.unsubscribed()
                    try await bus.publisher.send(numbered(0..<10))
                    try await other.publisher.send(numbered(10..<20))
                    #expect(await subscriber.read(10).envelopes == numbered(10..<20))
                }
            }
        }
    }

    @Test func `takes other prefixes`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            settings.prefixes = ["a", "b"]
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed(2)
                // In two steps, each of which ends with a number that it does not pass on its way.
                try subscriber.change(prefixes: ["a", "b", "c", "d"])
                await bus.subscribed(4)
                try subscriber.change(prefixes: ["b", "c", "d"])
                await bus.unsubscribed(to: 3)
                for topic in ["a", "b", "c", "d", "e"] {
                    try await bus.publisher.send(topic: Array(topic.utf8), body: [])
                }
                let topics = await subscriber.read(3).envelopes.map { String(decoding: $0.topic, as: UTF8.self) }
                #expect(topics == ["b", "c", "d"])
            }
        }
    }

    @Test func `changes nothing if one of the endpoints is wrong`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                #expect(
                    throws: BusError(.invalidEndpoint, "endpoint \"tcp://x\" wants a port, as in tcp://host:9940")
                ) { try subscriber.change(endpoints: ["ipc:///tmp/x", "tcp://x"], prefixes: ["z"]) }
                try await bus.publisher.send(numbered(0..<10))
                #expect(await subscriber.read(10).envelopes == numbered(0..<10))
            }
        }
    }
}
