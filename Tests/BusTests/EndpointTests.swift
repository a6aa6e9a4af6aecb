// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Bus

@Suite struct `An endpoint` {
    @Test(arguments: [
        "tcp://127.0.0.1:1", "tcp://localhost:9940", "tcp://hub.fedoraproject.org:65535", "tcp://[::1]:5555",
        "tcp://[fe80::1%eth0]:5555", "tcp://a_b-c:1", "ipc:///run/bus", "ipc://@abstract", "ipc:///tmp/Straße",
    ])
    func `that can be connected to is kept as it was written`(text: String) throws {
        #expect(try Endpoint(text, for: .connect).text == text)
    }

    @Test(arguments: [
        ("", "wants to begin with tcp:// or ipc://"),
        ("127.0.0.1:5555", "wants to begin with tcp:// or ipc://"),
        ("udp://127.0.0.1:5555", "wants to begin with tcp:// or ipc://"),
        ("TCP://127.0.0.1:5555", "wants to begin with tcp:// or ipc://"),
        ("tcp://127.0.0.1", "wants a port, as in tcp://host:9940"),
        ("tcp://:5555", "has no proper host"),
        ("tcp://[]:5555", "has no proper host"),
        ("tcp://::1:5555", "has no proper host"),
        ("tcp://a b:5555", "has no proper host"),
        ("tcp://müller:5555", "has no proper host"),
        ("tcp://eth0:1;host:5555", "has no proper host"),
        ("tcp://*:5555", "wants a host to connect to; * is for binding"),
        ("tcp://host:", "wants a port from 1 to 65535"),
        ("tcp://host:0", "wants a port from 1 to 65535"),
        ("tcp://host:*", "wants a port from 1 to 65535"),
        ("tcp://host:65536", "wants a port from 1 to 65535"),
        ("tcp://host:+1", "wants a port from 1 to 65535"),
        ("tcp://host:５", "wants a port from 1 to 65535"),
        ("tcp://host:5555/", "wants a port from 1 to 65535"),
        ("ipc://", "wants a path, as in ipc:///run/bus.socket"),
        ("ipc:///" + String(repeating: "a", count: 107), "has a path longer than 107 bytes"),
    ])
    func `that cannot be connected to is named with what it wants`(text: String, wants: String) {
        #expect(throws: BusError(.invalidEndpoint, "endpoint \"\(text)\" \(wants)")) {
            try Endpoint(text, for: .connect)
        }
    }

    @Test(arguments: ["tcp://*:*", "tcp://127.0.0.1:0", "tcp://*:5555", "tcp://[::]:*", "ipc:///run/bus"])
    func `may be bound to any host and any port`(text: String) throws {
        #expect(try Endpoint(text, for: .bind).text == text)
    }
}
