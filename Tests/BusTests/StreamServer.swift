// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A Unix socket that writes what it is told to the clients that it accepts, as Salt's publisher does.
final class StreamServer: Sendable {
    private let listening: Int32

    /// Listens at a path, where an earlier server may have left its socket.
    init(_ path: String) throws {
        unlink(path)
        listening = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        let descriptor = listening
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) | listen(descriptor, 8)
            }
        }
        struct NoSocket: Error {}
        guard result == 0 else { throw NoSocket() }
    }

    deinit { close(listening) }

    /// Waits for a client.
    func accepted() -> Client { Client(accept(listening, nil, nil)) }

    /// One client, which is hung up with the last reference to it.
    final class Client: Sendable {
        private let descriptor: Int32

        fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }

        deinit { close(descriptor) }

        /// Writes all of this, unless the client has hung up.
        func write(_ bytes: [UInt8]) {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
                guard count > 0 else { return }
                rest = rest.dropFirst(count)
            }
        }
    }
}
