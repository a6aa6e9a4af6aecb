// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A subscriber` {
    @Test(arguments: LocalBus.Transport.allCases)
    func `receives 20,000 messages at full speed, all in order`(transport: LocalBus.Transport) async throws {
        try await LocalBus.withBus(transport) { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                let sent = numbered(0..<20_000, bytes: 1000)
                async let received = subscriber.read(20_000)
                try await bus.publisher.send(sent)
                #expect(await received == ReceivedBatch(envelopes: sent))
                let bytes = sent.reduce(0) { $0 + UInt64($1.topic.count + $1.body.count) }
                #expect(subscriber.counts.messages == 20_000 && subscriber.counts.bytes == bytes)
            }
        }
    }

    @Test func `hands over a single message without waiting for more`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                try await bus.publisher.send(topic: Array("täg".utf8), body: [])
                let batch = await subscriber.read(1)
                #expect(batch.envelopes == [Envelope(topic: Array("täg".utf8), body: [], receivedAt: 0)])
            }
        }
    }

    @Test func `tells when a message was received, in microseconds since 1970`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                let before = microsecondsSince1970()
                try await bus.publisher.send(topic: [1], body: [2])
                var iterator = subscriber.batches.makeAsyncIterator()
                let batch = await iterator.next(isolation: #isolation)
                let time = try #require(batch?.envelopes.first?.receivedAt)
                #expect((before...microsecondsSince1970()).contains(time))
            }
        }
    }

    @Test func `fills batches up to their limits in messages and in bytes`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            (settings.batchLimit, settings.batchBytes, settings.batchWithin) = (7, 3000, .seconds(40))
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                try await bus.publisher.send(numbered(0..<14, topic: "t") + numbered(0..<6, topic: "t", bytes: 1000))
                var sizes: [Int] = []
                for await batch in subscriber.batches {
                    sizes.append(batch.count)
                    if sizes.count == 4 { break }
                }
                #expect(sizes == [7, 7, 3, 3])
            }
        }
    }

    @Test func `keeps the order of each of several publishers`() async throws {
        try await LocalBus.withBus(.tcp) { first in
            try await LocalBus.withBus(.ipc) { second in
                // Named twice is connected once, or each message came twice.
                let settings = SubscriberSettings(endpoints: [first.endpoint, second.endpoint, first.endpoint])
                try await Subscriber.running(settings) { subscriber in
                    await first.subscribed()
                    await second.subscribed()
                    let (ones, twos) = (numbered(0..<5000, topic: "1"), numbered(0..<5000, topic: "2"))
                    async let received = subscriber.read(10_000)
                    async let firstSent: Void = first.publisher.send(ones)
                    async let secondSent: Void = second.publisher.send(twos)
                    _ = try await (firstSent, secondSent)
                    let envelopes = await received.envelopes
                    #expect(envelopes.filter { $0.topic == Array("1".utf8) } == ones)
                    #expect(envelopes.filter { $0.topic == Array("2".utf8) } == twos)
                    #expect(envelopes.count == 10_000)
                    #expect(Set(subscriber.connectedEndpoints) == [first.endpoint, second.endpoint])
                }
            }
        }
    }

    @Test func `receives only topics that begin with one of its prefixes, each message once`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            settings.prefixes = ["org.a.", "org.a", "büro."]
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed(3)
                for topic in ["org.a.b", "org.b", "org.ab", "org.", "", "büro.x", "bure.x", "org.a"] {
                    try await bus.publisher.send(topic: Array(topic.utf8), body: [])
                }
                let topics = await subscriber.read(4).envelopes.map { String(decoding: $0.topic, as: UTF8.self) }
                #expect(topics == ["org.a.b", "org.ab", "büro.x", "org.a"])
            }
        }
    }

    @Test func `is refused a wrong endpoint or setting before anything starts`() async throws {
        var settings = SubscriberSettings(endpoints: ["ipc:///a", "tcp://nowhere"])
        let misplaced = Subscriber(settings, logger: LogRecorder().logger)
        #expect(
            throws: BusError(.invalidEndpoint, "endpoint \"tcp://nowhere\" wants a port, as in tcp://host:9940")
        ) { try misplaced.start() }
        settings = SubscriberSettings()
        settings.batchLimit = 0
        let unlimited = Subscriber(settings, logger: LogRecorder().logger)
        #expect(throws: BusError(.invalidSetting, "batchLimit is 0, wants 1 to 2147483647")) {
            try unlimited.start()
        }
    }

    @Test func `starts once, and not after it was stopped`() async throws {
        let error = BusError(.alreadyStarted, "the subscriber was started before; make a new one")
        let subscriber = Subscriber(SubscriberSettings(), logger: LogRecorder().logger)
        try subscriber.start()
        #expect(throws: error) { try subscriber.start() }
        subscriber.stop()
        #expect(throws: error) { try subscriber.start() }
        #expect(await subscriber.readToEnd() == ReceivedBatch())
        let unused = Subscriber(SubscriberSettings(), logger: LogRecorder().logger)
        unused.stop()
        #expect(throws: error) { try unused.start() }
        #expect(await unused.readToEnd() == ReceivedBatch())
    }

    @Test func `leaves what a cancelled reader did not take to the next reader`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                await withTaskGroup(of: ReceivedBatch.self) { group in
                    group.addTask { await subscriber.read(1) }
                    group.cancelAll()
                }
                let sent = numbered(0..<100)
                try await bus.publisher.send(sent)
                #expect(await subscriber.read(100) == ReceivedBatch(envelopes: sent))
            }
        }
    }
}
