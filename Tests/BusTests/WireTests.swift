// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `Over a real socket` {
    @Test(arguments: LocalBus.Transport.allCases)
    func `every message captured from fedmsg arrives as it was sent`(transport: LocalBus.Transport) async throws {
        let captured = try CapturedMessage.all()
        #expect(captured.count == 154)
        try await LocalBus.withBus(transport) { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                for message in captured { try await bus.publisher.send(frames: message.frames) }
                let received = await subscriber.read(captured.count)
                let envelopes = captured.compactMap { try? Framing.envelope(of: $0.frames, receivedAt: 0) }
                #expect(received.envelopes == envelopes)
                #expect(received.undecodable.map(\.frames) == captured.filter { $0.frames.count > 2 }.map(\.frames))
                #expect(received.count == captured.count)
            }
        }
    }

    @Test func `odd framings are set aside and the messages between them arrive`() async throws {
        let odd: [[[UInt8]]] = [
            [[]], [Array("no NUL".utf8)], [[1], [2], [3]], Array(repeating: [0x61], count: 1000), [[], [], []],
            [[0xff, 0xfe], [0xff], [0]],
        ]
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                for frames in odd {
                    try await bus.publisher.send(frames: frames)
                    try await bus.publisher.send(topic: [0xff], body: [0xc3, 0x28])
                }
                let received = await subscriber.read(odd.count * 2)
                let good = Envelope(topic: [0xff], body: [0xc3, 0x28], receivedAt: 0)
                #expect(received.envelopes == Array(repeating: good, count: odd.count))
                let expected = odd.map { frames in
                    UndecodableFrames(
                        reason: .framing, frames: Array(frames.prefix(64)), frameCount: frames.count,
                        byteCount: frames.joined().count, receivedAt: 0)
                }
                #expect(received.undecodable.map(\.timeless) == expected)
                #expect(subscriber.counts.undecodable == UInt64(odd.count))
            }
        }
    }

    @Test func `a message of 20 MB is set aside and costs neither connection nor neighbours`() async throws {
        try await LocalBus.withBus { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                let huge = [UInt8](repeating: 0x7b, count: 20_000_000)
                try await bus.publisher.send(numbered(0..<5))
                try await bus.publisher.send(topic: [0x74], body: huge)
                try await bus.publisher.send(numbered(5..<10))
                let received = await subscriber.read(11)
                #expect(received.envelopes == numbered(0..<10))
                let expected = UndecodableFrames(
                    reason: .tooLarge, frames: [[0x74], Array(huge[..<256])], frameCount: 2, byteCount: 20_000_001,
                    receivedAt: 0)
                #expect(received.undecodable.map(\.timeless) == [expected])
                #expect(subscriber.counts.losses == 0)
            }
        }
    }

    @Test func `messages up to the largest size arrive whole`() async throws {
        try await LocalBus.withBus { bus in
            var settings = bus.settings
            settings.maximumMessageBytes = 20_000_001
            try await Subscriber.running(settings) { subscriber in
                await bus.subscribed()
                let huge = [UInt8](repeating: 0x7b, count: 20_000_000)
                try await bus.publisher.send(topic: [0x74], body: huge)
                let received = await subscriber.read(1)
                #expect(received.envelopes == [Envelope(topic: [0x74], body: huge, receivedAt: 0)])
            }
        }
    }

    @Test func `memory is given back, whatever passes through`() async throws {
        try await LocalBus.withBus(sendHighWaterMark: 4) { bus in
            try await Subscriber.running(bus.settings) { subscriber in
                await bus.subscribed()
                let large = numbered(0..<10, bytes: 1_000_000)
                try await bus.publisher.send(large)
                _ = await subscriber.read(10)
                let before = residentBytes()
                for _ in 0..<60 {
                    try await bus.publisher.send(large)
                    _ = await subscriber.read(10)
                }
                // 600 MB have passed; the other tests of this process account for what is allowed.
                #expect(residentBytes() < before + 300_000_000)
            }
        }
    }
}

extension UndecodableFrames {
    /// The frames without the time, which no test knows before.
    fileprivate var timeless: UndecodableFrames {
        var copy = self
        copy.receivedAt = 0
        return copy
    }
}
