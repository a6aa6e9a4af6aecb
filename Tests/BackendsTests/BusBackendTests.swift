// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerTesting
import Flow
import Logging
import Signatures
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(1))) struct `A bus as a backend` {
    private let batch = [Record.made(1, name: "a.b"), .made(2, name: "a.ü", msg: #"{"x": 1.0}"#)]

    /// Delivers a batch with a subscriber there, and returns what it heard.
    private func heard(_ signer: EnvelopeSigner?) async throws -> [Envelope] {
        try await LocalBus.withDirectory { directory in
            var options = BusBackend.Options()
            options.topicPrefix = "org.example."
            let backend = BusBackend(.bind("ipc://\(directory)/bus"), options, signer: signer)
            try await backend.check()
            let subscriber = Subscriber(
                SubscriberSettings(endpoints: ["ipc://\(directory)/bus"], prefixes: [""]), logger: Logger(label: "test")
            )
            try subscriber.start()
            try await backend.deliver(batch)
            var heard: [Envelope] = []
            for await received in subscriber.batches {
                heard += received.envelopes
                if heard.count >= batch.count { break }
            }
            subscriber.stop()
            await backend.close()
            return heard
        }
    }

    @Test func `says records again under their identities`() async throws {
        let heard = try await heard(nil)
        #expect(heard.map { String(decoding: $0.topic, as: UTF8.self) } == ["org.example.a.b", "org.example.a.ü"])
        let body =
            #"{"i":2,"msg":{"x": 1.0},"msg_id":"2026-2","timestamp":1767225602,"topic":"org.example.a.ü","username":null}"#
        #expect(String(decoding: heard[1].body, as: UTF8.self) == body)
    }

    @Test func `signs what it says`() async throws {
        let pki = try OwnPKI()
        try pki.makeAuthority("ca")
        try pki.makeCertificate("leaf", serial: 2)
        let heard = try await heard(
            EnvelopeSigner(certificateFile: pki.path("leaf.crt"), keyFile: pki.path("leaf.key")))
        var settings = SignatureSettings()
        settings.caFile = pki.path("ca.crt")
        settings.crlFile = nil
        let checker = SignatureChecker(settings)
        #expect(heard.count == 2)
        for envelope in heard {
            #expect(checker.verdict(body: envelope.body, topic: envelope.topic) == .valid(signer: "leaf.example.org"))
        }
    }

    @Test func `delivers nothing while nobody listens`() async throws {
        try await LocalBus.withDirectory { directory in
            var options = BusBackend.Options()
            options.patience = .milliseconds(100)
            let backend = BusBackend(.bind("ipc://\(directory)/bus"), options)
            let error = await #expect(throws: DeliveryError.self) { try await backend.deliver(batch) }
            #expect(error == .later("fewer than 1 subscribers listen at ipc://\(directory)/bus"))
            options.subscribers = 0
            await backend.close()
            let careless = BusBackend(.bind("ipc://\(directory)/bus"), options)
            try await careless.deliver(batch)
            await careless.close()
        }
    }

    @Test func `tells a place that is none, or taken`() async throws {
        for place in ["nonsense", "tcp://127.0.0.1:99999"] {
            await #expect(throws: DeliveryError.self) { try await BusBackend(.bind(place)).check() }
        }
        try await LocalBus.withBus { bus in
            _ = await #expect(throws: DeliveryError.self) {
                try await BusBackend(.bind(bus.endpoint)).check()
            }
        }
    }
}
