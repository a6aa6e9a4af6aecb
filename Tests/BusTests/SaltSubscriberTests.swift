// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Testing

@Suite(.timeLimit(.minutes(1))) struct `A subscriber to Salt` {
    @Test func `receives a stream in order, however it is cut`() async throws {
        try await LocalBus.withDirectory { directory in
            let server = try StreamServer(directory + "/master_event_pub.ipc")
            try await SaltSubscriber.running(directory) { subscriber, log in
                let client = server.accepted()
                let bytes = (0..<300).flatMap { frame(of: $0) }
                for start in stride(from: 0, to: bytes.count, by: 37) {
                    client.write(Array(bytes[start..<min(start + 37, bytes.count)]))
                }
                #expect(await subscriber.read(300).envelopes == (0..<300).map(event))
                await until { subscriber.connectedEndpoints == ["ipc://\(directory)"] }
                #expect(log.lines == ["info endpoint connected"])
                #expect(subscriber.counts.messages == 300 && subscriber.counts.undecodable == 0)
            }
        }
    }

    @Test func `connects again when the master restarts, and keeps what was cut as a sign`() async throws {
        try await LocalBus.withDirectory { directory in
            let path = directory + "/master_event_pub.ipc"
            try await SaltSubscriber.running(path) { subscriber, log in
                for round in 0..<3 {
                    // The socket is left behind and nobody listens there when the client is hung up.
                    try StreamServer(path).accepted().write(frame(of: round) + frame(of: 9).prefix(10))
                    let batch = await subscriber.read(2)
                    #expect(batch.envelopes == [event(round)])
                    #expect(batch.undecodable.map(\.frames) == [[Array(frame(of: 9).prefix(10))]])
                    #expect(batch.undecodable.map(\.reason) == [.saltFraming])
                }
                await until { subscriber.counts.losses == 3 }
                let told = log.lines.filter { $0 != "warning endpoint unreachable" }
                #expect(
                    told.joined(separator: ",").matches(of: /info endpoint connected,info endpoint lost/).count == 3)
            }
        }
    }

    @Test func `hears a master of the ZeroMQ era, its successor with a stream, and that one's predecessor again`()
        async throws
    {
        try await LocalBus.withDirectory { directory in
            let path = directory + "/master_event_pub.ipc"
            try await SaltSubscriber.running(path) { subscriber, _ in
                for round in 0..<2 {
                    let master = try Publisher(bind: "ipc://\(path)")
                    #expect(await master.waitForSubscriber(within: .seconds(50)))
                    try await master.send(frames: [Array("salt/auth|||||||||||".utf8) + [0x80]])
                    try await master.send(frames: [Array("salt/job/1234567890123456/new\n\n".utf8) + [0x80]])
                    try await master.send(frames: [Array("salt/auth".utf8), [0x80]])
                    let batch = await subscriber.read(3)
                    #expect(
                        batch.envelopes.map(\.topic)
                            == ["salt/auth", "salt/job/1234567890123456/new"].map { Array($0.utf8) })
                    #expect(batch.envelopes.allSatisfy { $0.body == [0x80] && $0.bus == .salt })
                    #expect(batch.undecodable.map(\.reason) == [.saltFraming])
                    #expect(subscriber.connectedEndpoints == ["ipc://\(path)"])
                    try await master.close()
                    let server = try StreamServer(path)
                    let client = server.accepted()
                    client.write(frame(of: round))
                    #expect(await subscriber.read(1).envelopes == [event(round)])
                }
                #expect(subscriber.counts.messages == 8 && subscriber.counts.connections == 4)
            }
        }
    }

    @Test func `tells once of a peer that speaks something else, and hears it when it is better`() async throws {
        try await LocalBus.withDirectory { directory in
            let path = directory + "/other.ipc"
            let server = try StreamServer(path)
            try await SaltSubscriber.running(path) { subscriber, log in
                for _ in 0..<3 { server.accepted().write(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) }
                #expect(await subscriber.read(1).undecodable.map(\.reason) == [.saltFraming])
                #expect(subscriber.connectedEndpoints == [])
                let client = server.accepted()
                client.write(frame(of: 1) + [0xC1] + frame(of: 2))
                let again = server.accepted()
                again.write(frame(of: 3))
                #expect(await subscriber.read(3).envelopes == [event(1), event(3)])
                let refused = ["info endpoint connected", "info endpoint lost", "warning endpoint is no publisher"]
                await until { log.lines.count == 7 }
                #expect(log.lines == refused + refused + ["info endpoint connected"])
            }
        }
    }

    @Test func `sets a frame aside that is too large, and goes on`() async throws {
        try await LocalBus.withDirectory { directory in
            let path = directory + "/large.ipc"
            let server = try StreamServer(path)
            try await SaltSubscriber.running(path, maximumMessageBytes: 1_000) { subscriber, _ in
                let large = frame(of: 5, padding: 100_000)
                server.accepted().write(frame(of: 1) + large + frame(of: 2))
                let batch = await subscriber.read(3)
                #expect(batch.envelopes == [event(1), event(2)])
                #expect(batch.undecodable.map(\.reason) == [.tooLarge])
                #expect(batch.undecodable.map(\.byteCount) == [large.count])
                #expect(batch.undecodable.first?.frames == [Array(large.prefix(256))])
            }
        }
    }

    @Test func `leaves bytes in the socket while its reader stalls, and loses none`() async throws {
        try await LocalBus.withDirectory { directory in
            let path = directory + "/slow.ipc"
            let server = try StreamServer(path)
            try await SaltSubscriber.running(path, pendingBatches: 1) { subscriber, _ in
                let client = server.accepted()
                async let written: Void = client.write((0..<20_000).flatMap { frame(of: $0, padding: 200) })
                await until { subscriber.counts.pauses > 0 }
                #expect(await subscriber.read(20_000).envelopes.map(\.topic) == (0..<20_000).map { event($0).topic })
                await written
            }
        }
    }

    @Test func `hears every master, though another one never stops`() async throws {
        try await LocalBus.withDirectory { directory in
            let (loud, quiet) = (try StreamServer(directory + "/loud"), try StreamServer(directory + "/quiet"))
            var settings = SubscriberSettings(endpoints: [directory + "/loud", directory + "/quiet"])
            (settings.batchLimit, settings.pendingBatches) = (10, 1)
            let subscriber = SaltSubscriber(settings, logger: LogRecorder().logger)
            try subscriber.start()
            defer { subscriber.stop() }
            let (flood, voice) = (loud.accepted(), quiet.accepted())
            async let written: Void = flood.write((0..<50_000).flatMap { frame(of: $0, padding: 200) })
            await until { subscriber.counts.pauses > 0 }
            voice.write(frame(of: 77_777))
            var before = 0
            for await batch in subscriber.batches {
                if batch.envelopes.contains(where: { $0.topic == event(77_777).topic }) { break }
                before += batch.count
            }
            #expect(before < 10_000)
            subscriber.stop()
            await written
        }
    }

    @Test func `hands over what had arrived when it is stopped, and listens elsewhere when told`() async throws {
        try await LocalBus.withDirectory { directory in
            let (one, other) = (try StreamServer(directory + "/1.ipc"), try StreamServer(directory + "/2.ipc"))
            try await SaltSubscriber.running(directory + "/1.ipc") { subscriber, _ in
                let first = one.accepted()
                first.write(frame(of: 1))
                #expect(await subscriber.read(1).envelopes == [event(1)])
                try subscriber.change(endpoints: [directory + "/2.ipc"])
                #expect(throws: BusError.self) { try subscriber.change(endpoints: ["relative/path"]) }
                let second = other.accepted()
                first.write(frame(of: 2))
                second.write(frame(of: 3))
                #expect(await subscriber.read(1).envelopes == [event(3)])
                second.write(frame(of: 4) + frame(of: 5))
                subscriber.stop()
                let rest = await subscriber.read(.max).envelopes
                #expect(rest == [event(4), event(5)])
            }
        }
    }

    @Test(arguments: ["", "relative/path", "udp://a:1", "tcp://a", "/" + String(repeating: "x", count: 107)])
    func `refuses what is no address`(text: String) {
        var settings = SubscriberSettings(endpoints: [text])
        settings.pendingBatches = 1
        let subscriber = SaltSubscriber(settings, logger: LogRecorder().logger)
        #expect(throws: BusError.self) { try subscriber.start() }
    }
}

/// A frame of an event with a number.
private func frame(of number: Int, padding: Int = 0) -> [UInt8] {
    let body = Array("salt/\(number)\n\n".utf8) + [0xC4, 0] + [UInt8](repeating: 7, count: padding)
    let length = (0..<4).reversed().map { UInt8(truncatingIfNeeded: body.count >> (8 * $0)) }
    return [0x82, 0xA4] + "head".utf8 + [0x80, 0xA4] + "body".utf8 + [0xC6] + length + body
}

/// The same, as it is received.
private func event(_ number: Int) -> Envelope {
    Envelope(topic: Array("salt/\(number)".utf8), body: [0xC4, 0], receivedAt: 0, bus: .salt)
}

extension SaltSubscriber {
    fileprivate static func running<R>(
        _ address: String, maximumMessageBytes: Int = 1 << 20, pendingBatches: Int = 64,
        _ body: (SaltSubscriber, LogRecorder) async throws -> R
    ) async throws -> R {
        var settings = SubscriberSettings(endpoints: [address])
        settings.maximumMessageBytes = maximumMessageBytes
        settings.pendingBatches = pendingBatches
        settings.reconnectInterval = .milliseconds(1)
        let log = LogRecorder()
        let subscriber = SaltSubscriber(settings, logger: log.logger)
        try subscriber.start()
        defer { subscriber.stop() }
        return try await body(subscriber, log)
    }

    /// Reads until so many have come or nothing more will; without their times.
    fileprivate func read(_ count: Int) async -> ReceivedBatch {
        var all = ReceivedBatch()
        for await batch in batches {
            all.envelopes += batch.envelopes.map {
                Envelope(topic: $0.topic, body: $0.body, receivedAt: 0, bus: $0.bus)
            }
            all.undecodable += batch.undecodable
            if all.count >= count { break }
        }
        return all
    }
}
