// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A TCP server that is no publisher: it answers its first client with a text and hangs up.
final class LineServer: Sendable {
    private let listening: Int32
    /// Where it listens.
    let endpoint: String

    /// Listens on a free port of 127.0.0.1.
    init() throws {
        listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listening
        let result = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) | listen(descriptor, 1) | getsockname(descriptor, $0, &length)
            }
        }
        struct NoPort: Error {}
        guard result == 0 else { throw NoPort() }
        endpoint = "tcp://127.0.0.1:\(UInt16(bigEndian: address.sin_port))"
    }

    deinit { close(listening) }

    /// Waits for a client and answers it.
    func answer(_ text: String) {
        let client = accept(listening, nil, nil)
        _ = write(client, text, text.utf8.count)
        close(client)
    }
}
