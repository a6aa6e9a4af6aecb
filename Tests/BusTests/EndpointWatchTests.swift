// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `The watch over endpoints` {
    /// What is told of these happenings.
    private static func told(
        watching endpoints: [String], _ happenings: [(EndpointWatch.Happening, String)]
    ) throws -> (lines: [String], connected: [String]) {
        var watch = EndpointWatch()
        watch.watch(try endpoints.map { try Endpoint($0, for: .connect) })
        let lines = happenings.compactMap { watch.note($0, at: $1) }.map { "\($0.endpoint) \($0.change)" }
        return (lines, watch.connected)
    }

    @Test func `tells an outage once, however often it is retried`() throws {
        let retries = Array(repeating: (EndpointWatch.Happening.retried, "ipc:///a"), count: 1000)
        let told = try Self.told(
            watching: ["ipc:///a"],
            [(.connected, "ipc:///a"), (.disconnected, "ipc:///a")] + retries
                + [(.connected, "ipc:///a")])
        #expect(told.lines == ["ipc:///a connected", "ipc:///a lost", "ipc:///a connected"])
        #expect(told.connected == ["ipc:///a"])
    }

    @Test func `tells once of a publisher that was never there`() throws {
        let told = try Self.told(watching: ["ipc:///a"], [(.retried, "ipc:///a"), (.retried, "ipc:///a")])
        #expect(told.lines == ["ipc:///a unreachable"])
        #expect(told.connected == [])
    }

    @Test func `tells once of a peer that does not speak as a publisher`() throws {
        let round: [(EndpointWatch.Happening, String)] = [
            (.refused, "ipc:///a"), (.disconnected, "ipc:///a"), (.retried, "ipc:///a"),
        ]
        #expect(try Self.told(watching: ["ipc:///a"], round + round).lines == ["ipc:///a refused"])
    }

    @Test func `keeps several endpoints apart`() throws {
        let told = try Self.told(
            watching: ["ipc:///b", "ipc:///a"],
            [(.connected, "ipc:///b"), (.connected, "ipc:///a"), (.disconnected, "ipc:///b")])
        #expect(told.lines == ["ipc:///b connected", "ipc:///a connected", "ipc:///b lost"])
        #expect(told.connected == ["ipc:///a"])
    }

    @Test func `takes an address for the one host name with its port`() throws {
        let told = try Self.told(
            watching: ["tcp://localhost:1", "tcp://localhost:2", "tcp://10.0.0.1:2"],
            [(.connected, "tcp://localhost:2"), (.disconnected, "tcp://127.0.0.1:2"), (.connected, "tcp://10.0.0.1:2")])
        #expect(told.lines == ["tcp://localhost:2 connected", "tcp://localhost:2 lost", "tcp://10.0.0.1:2 connected"])
    }

    @Test func `lets an address stand for itself where two host names have its port`() throws {
        let told = try Self.told(
            watching: ["tcp://app01:3000", "tcp://app02:3000"], [(.connected, "tcp://10.0.0.2:3000")])
        #expect(told.lines == ["tcp://10.0.0.2:3000 connected"])
    }

    @Test func `says nothing of endpoints that are not or no longer watched`() throws {
        var watch = EndpointWatch()
        watch.watch([try Endpoint("ipc:///a", for: .connect)])
        #expect(watch.note(.connected, at: "ipc:///a")?.change == .connected)
        watch.watch([try Endpoint("ipc:///b", for: .connect)])
        #expect(watch.connected == [])
        #expect(watch.note(.disconnected, at: "ipc:///a") == nil)
        #expect(watch.note(.connected, at: "") == nil)
    }
}
