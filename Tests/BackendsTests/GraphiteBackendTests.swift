// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Foundation
import SQL
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(1))) struct `Graphite as a backend` {
    private static func metric(_ name: String, _ value: String) throws -> GraphiteBackend.Metric {
        .init(name: try TextTemplate(name, hostname: "master"), value: try TextTemplate(value, hostname: "master"))
    }

    private func backend(port: Int, limit: Duration = .seconds(20)) throws -> GraphiteBackend {
        GraphiteBackend(
            host: "127.0.0.1", port: port,
            metrics: [
                try Self.metric("salt.{msg.id|name}.load.1m", "{msg.1m}"),
                try Self.metric("salt.{msg.id|name}.load.5m", "{msg.5m}"),
            ], limit: limit)
    }

    /// A record of a second that carbon, which keeps a day, still knows.
    private func load(_ second: Int64, _ msg: String) -> Record {
        let record = Record.made(second, msg: msg)
        let time = Timestamp(microseconds: second * 1_000_000)
        return Record(position: second, id: record.id, name: record.name, time: time, fields: record.fields)
    }

    @Test func `has the values when the delivery is done, and no others after a second one`() async throws {
        let carbon = try ScratchCarbon()
        let now = Timestamp.now.microseconds / 1_000_000 - 60
        let backend = try backend(port: carbon.port)
        let away = await #expect(throws: DeliveryError.self) { try await backend.check() }
        #expect(away == .later("Graphite at 127.0.0.1:\(carbon.port): Connection refused"))
        try await carbon.running {
            try await backend.check()
            let batch = (0..<20).map { load(now + $0, #"{"id": "web.1", "1m": 0.\#($0), "5m": \#($0)e1}"#) }
            try await backend.deliver(batch)
            try await backend.deliver(batch)
            let last = try await eventually("the last value") {
                try await carbon.value(of: "salt.web_1.load.5m", at: now + 19)
            }
            #expect(last == 190)
            #expect(try await carbon.value(of: "salt.web_1.load.1m", at: now + 7) == 0.7)
            #expect(try await carbon.value(of: "salt.web_1.load.1m", at: now - 1) == nil)
        }
        await #expect(throws: DeliveryError.self) { try await backend.deliver([load(now, #"{"id": "a", "1m": 1}"#)]) }
    }

    @Test func `refuses what has no number or no name, and leaves out what is missing`() throws {
        let backend = try backend(port: 1)
        let lines = { (msg: String) throws -> String in
            String(decoding: try backend.lines(of: .made(0, msg: msg)), as: UTF8.self)
        }
        #expect(try lines(#"{"id": "a", "5m": "1.50"}"#) == "salt.a.load.5m 1.5 1767225600\n")
        #expect(
            try lines(#"{"id": "a b\n", "1m": 1e3, "5m": -0.1}"#)
                == "salt.a_b_.load.1m 1000.0 1767225600\nsalt.a_b_.load.5m -0.1 1767225600\n")
        for msg in [
            #"{}"#, #"{"id": "a"}"#, #"{"id": "a", "1m": "x"}"#, #"{"id": "", "1m": 1}"#, #"{"id": "a", "1m": NaN}"#,
        ] {
            #expect(throws: TemplateRefusal.self) { try lines(msg) }
        }
        let free = GraphiteBackend(host: "h", metrics: [try Self.metric("{msg.id}", "1")])
        for msg in [#"{"id": "a b"}"#, #"{"id": "a\nb"}"#, #"{"id": "a\tb"}"#] {
            #expect(throws: TemplateRefusal.self) { try free.lines(of: .made(0, msg: msg)) }
        }
    }

    @Test func `takes a server that does not read for one that is away`() async throws {
        // It listens and never accepts: what is sent stays in the kernel.
        let listener = try SilentListener()
        let backend = try backend(port: listener.port, limit: .milliseconds(300))
        let error = await #expect(throws: DeliveryError.self) {
            try await backend.deliver([load(1, #"{"id": "a", "1m": 1}"#)])
        }
        #expect(error == .later("Graphite at 127.0.0.1:\(listener.port): it did not read everything in time"))
    }
}

/// A loopback port at which connections are made and never looked at.
private final class SilentListener: Sendable {
    let port = LocalPort.free()
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let isBound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        try #require(isBound && listen(descriptor, 5) == 0)
    }

    deinit { close(descriptor) }
}
