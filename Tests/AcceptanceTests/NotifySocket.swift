// SPDX-License-Identifier: Apache-2.0

import Glibc
import Synchronization

/// The socket that systemd would listen on, and what was said there.
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: CInt
    private let said = Mutex<[String]>([])

    struct Failed: Error {}

    init(_ path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let bound = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        guard descriptor >= 0, bound == 0 else { throw Failed() }
    }

    deinit { close(descriptor) }

    /// All that was said until now, in order.
    func heard() -> [String] {
        said.withLock { said in
            var buffer = [UInt8](repeating: 0, count: 4_096)
            while case let count = recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT)), count >= 0 {
                said.append(String(decoding: buffer.prefix(count), as: UTF8.self))
            }
            return said
        }
    }
}
