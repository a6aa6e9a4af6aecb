// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Salt

@Suite struct `A message of the ZeroMQ era` {
    /// A message, and its tag; the payload is the map at its end.
    struct Framed: Sendable {
        let head: String
        let tag: String?
        var payload: [UInt8] = [0x81, 0xA1, 97, 0xA2, 10, 10]
    }

    @Test(arguments: [
        Framed(head: "salt/auth|||||||||||", tag: "salt/auth"),
        Framed(head: "20260101000000000001", tag: "20260101000000000001"),
        Framed(head: "||||||||||||||||||||", tag: ""),
        Framed(head: "salt/auth\n\n", tag: "salt/auth"), Framed(head: "\n\n", tag: ""),
        Framed(head: "salt/job/20260101000000000000/new\n\n", tag: "salt/job/20260101000000000000/new"),
        // The 21st byte is the payload's first here as well, but the tag has an end before.
        Framed(head: "salt/eighteen/char\n\n", tag: "salt/eighteen/char"),
        // The 21st byte of the tag looks like a map.
        Framed(head: "minion/nineteen/xxx\u{C9}/new\n\n", tag: "minion/nineteen/xxx\u{C9}/new"),
        Framed(head: "salt\nauth\n\n", tag: "salt\nauth"), Framed(head: "a|\n\n", tag: "a|"),
        Framed(head: "no end", tag: nil, payload: [0x80]), Framed(head: "", tag: nil, payload: []),
    ])
    func `has its tag told from its payload`(framed: Framed) throws {
        let message = Array(framed.head.utf8) + framed.payload
        let parts = message.withUnsafeBytes { SaltFraming.zeroMQ($0) }
        #expect(parts.map { String(decoding: message[$0.tag], as: UTF8.self) } == framed.tag)
        if let parts { #expect(Array(message[parts.payload]) == framed.payload) }
    }
}
