// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A publisher` {
    @Test func `names the real port of a free one`() async throws {
        let publisher = try Publisher(bind: "tcp://127.0.0.1:*")
        #expect(publisher.boundEndpoint.wholeMatch(of: /tcp:\/\/127\.0\.0\.1:[1-9][0-9]*/) != nil)
        try await publisher.close()
    }

    @Test func `is refused an endpoint that is taken`() async throws {
        try await LocalBus.withBus { bus in
            let message =
                "cannot bind \(bus.endpoint): Address already in use; stop the other process or choose another one"
            #expect(throws: BusError(.addressInUse, message)) { try Publisher(bind: bus.endpoint) }
        }
    }

    @Test func `is refused an endpoint or a limit that is none`() {
        #expect(throws: BusError(.invalidEndpoint, "endpoint \"tcp://*:x\" wants a port from 1 to 65535")) {
            try Publisher(bind: "tcp://*:x")
        }
        #expect(throws: BusError(.invalidEndpoint, "endpoint \"x\" wants to begin with tcp:// or ipc://")) {
            try Publisher(connect: "x")
        }
        #expect(throws: BusError(.invalidSetting, "sendHighWaterMark is -1, wants 0 to 2147483647")) {
            try Publisher(bind: "tcp://127.0.0.1:*", sendHighWaterMark: -1)
        }
    }

    @Test func `knows that nobody subscribed`() async throws {
        try await LocalBus.withBus { bus in
            #expect(await bus.publisher.waitForSubscriber(within: .milliseconds(1)) == false)
        }
    }

    @Test func `counts subscribers to the same topics each for itself`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { _ in
                try await Subscriber.running(bus.settings) { _ in
                    #expect(await bus.publisher.waitForSubscriber(2, within: .seconds(50)))
                }
                await bus.unsubscribed(to: 1)
                #expect(await bus.publisher.waitForSubscriber(within: .zero))
            }
        }
    }

    @Test func `knows when a subscriber has left`() async throws {
        try await LocalBus.withBus { bus in
            for _ in 0..<3 {
                try await Subscriber.running(bus.settings) { _ in await bus.subscribed() }
                await bus.unsubscribed()
            }
            #expect(await bus.publisher.waitForSubscriber(within: .zero) == false)
        }
    }

    @Test func `sends nothing for a message without frames`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                try await bus.publisher.send(frames: [])
                try await bus.publisher.send(numbered(0..<1))
                #expect(await subscriber.read(1) == ReceivedBatch(envelopes: numbered(0..<1)))
            }
        }
    }

    @Test func `that is closed sends first what a slow subscriber has not read, and then no more`() async throws {
        try await LocalBus.withBus(.ipc, sendHighWaterMark: 0) { bus in
            var settings = bus.settings
            (settings.pendingBatches, settings.batchLimit, settings.receiveHighWaterMark) = (1, 1, 1)
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                let sent = numbered(0..<200, bytes: 100_000)
                try await bus.publisher.send(sent)
                async let closed: Void = bus.publisher.close(within: .seconds(50))
                await until { subscriber.counts.pauses > 0 }
                #expect(await subscriber.read(200) == ReceivedBatch(envelopes: sent))
                try await closed
                await #expect(throws: BusError(.closed, "the publisher at \(bus.endpoint) is closed")) {
                    try await bus.publisher.send(topic: [], body: [])
                }
                #expect(await bus.publisher.waitForSubscriber(within: .seconds(50)) == false)
            }
        }
    }

    @Test func `waits for a slow subscriber until its task is cancelled`() async throws {
        try await LocalBus.withBus(.ipc, sendHighWaterMark: 1) { bus in
            var settings = bus.settings
            (settings.pendingBatches, settings.batchLimit, settings.receiveHighWaterMark) = (1, 1, 1)
            settings.drainWithin = .zero
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                let message = "sending at \(bus.endpoint) was cancelled: a subscriber does not read"
                await #expect(throws: BusError(.cancelled, message)) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { try await bus.publisher.send(numbered(0..<1000, bytes: 100_000)) }
                        await until { subscriber.counts.pauses > 0 }
                        group.cancelAll()
                        try await group.next()
                    }
                }
            }
            try await bus.publisher.close(within: .zero)
        }
    }
}
