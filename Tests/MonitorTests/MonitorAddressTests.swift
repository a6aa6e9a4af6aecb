// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Monitor

@Suite struct `Where the daemon can be asked` {
    @Test func `is an address of this machine alone`() throws {
        let addresses: [(String, MonitorAddress)] = [
            ("127.0.0.1:9941", .host("127.0.0.1", port: 9_941)), ("127.255.0.9:0", .host("127.255.0.9", port: 0)),
            ("[::1]:65535", .host("::1", port: 65_535)), ("localhost:1", .host("localhost", port: 1)),
            ("unix:/run/d.sock", .unix(path: "/run/d.sock")),
        ]
        for (text, address) in addresses {
            #expect(try MonitorAddress(text) == address)
            #expect(address.description == text)
        }
    }

    @Test(arguments: [
        "0.0.0.0:9941", "[::]:9941", "10.0.0.1:1", "example.org:80", "127.example.org:80", "127.0.0:80",
        "[::ffff:10.0.0.1]:1",
        "localhost.example.org:1",
    ])
    func `is one that others reach only when that is wanted`(text: String) throws {
        #expect(try MonitorAddress(text, allowsOtherHosts: true).description == text)
        let error = #expect(throws: MonitorError.self) { try MonitorAddress(text) }
        #expect(error?.code == .wrongAddress)
        #expect(error?.description.contains("monitoring.allow_other_hosts") == true)
    }

    @Test(arguments: [
        "", "9941", ":9941", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:9941", "[::1]", "a b:1",
        "http://127.0.0.1:1", "unix:", "unix:relative", "unix:/\u{0}", "unix:/" + String(repeating: "x", count: 107),
    ])
    func `is nothing else`(text: String) {
        let error = #expect(throws: MonitorError.self) { try MonitorAddress(text, allowsOtherHosts: true) }
        #expect(error?.code == .wrongAddress)
    }
}
