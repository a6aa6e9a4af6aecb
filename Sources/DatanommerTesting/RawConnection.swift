// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A TCP connection to this machine, on which a test says what no well-behaved client would.
///
/// Its calls block, for some seconds at the most.
package final class RawConnection {
    private let descriptor: CInt

    /// Connects to a port of 127.0.0.1.
    ///
    /// - Parameter patience: how many seconds a call may block.
    /// - Throws: ``ScratchError`` when nobody listens there.
    package init(port: Int, patience: Int = 20) throws {
        descriptor = socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: patience, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        let connected = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { throw ScratchError("port \(port): \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// Says bytes; false when the other side does not take them all.
    @discardableResult
    package func say(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Says a text.
    @discardableResult
    package func say(_ text: String) -> Bool { say(Array(text.utf8)) }

    /// Says nothing more, but goes on hearing.
    package func sayNoMore() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// All that is said until the other side ends it, or resets it.
    package func heard() -> String {
        var heard: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 { heard += buffer.prefix(count) }
        return String(decoding: heard, as: UTF8.self)
    }

    /// What a well-behaved client is answered to a GET: the status and the body.
    ///
    /// - Throws: ``ScratchError`` when that is no answer.
    package static func get(_ path: String, port: Int) throws -> (status: Int, body: String) {
        let connection = try RawConnection(port: port)
        connection.say("GET \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        let answer = connection.heard()
        guard let parts = answer.wholeMatch(of: /HTTP\/1\.1 (\d{3}) [^\r\n]*\r\n(?s:.*?)\r\n\r\n((?s).*)/),
            let status = Int(parts.1)
        else { throw ScratchError("no answer to GET \(path): \(answer)") }
        return (status, String(parts.2))
    }
}
