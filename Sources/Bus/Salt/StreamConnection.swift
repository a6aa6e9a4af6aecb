// SPDX-License-Identifier: Apache-2.0

import Glibc
import Salt

/// A connection of the system that only reads, and never blocks; the only owner of its descriptor, which it closes.
final class StreamConnection {
    /// What came of reading.
    enum Read { case bytes, nothing, ended }

    /// For `poll`.
    let descriptor: Int32
    /// Whether it is still being connected: it can be written to when that is decided.
    private(set) var isConnecting = false

    /// Begins to connect. A host's name is looked up here, which may take a while.
    ///
    /// Throws ``BusError/Code/socket`` with the system's reason when there is nobody.
    init(to endpoint: Endpoint, keepalive: SubscriberSettings.Keepalive?) throws(BusError) {
        if let path = SaltAddress.path(of: endpoint) {
            descriptor = try Self.open(AF_UNIX, endpoint)
            try connect(endpoint) { Self.withAddress(ofPath: path, $0) }
        } else {
            let found = try HostLookup(endpoint)
            descriptor = try Self.open(found.family, endpoint)
            if let keepalive { probe(keepalive) }
            try connect(endpoint) { found.withAddress($0) }
        }
    }

    deinit { close(descriptor) }

    /// Whether it can be written to, which decides whether it is connected.
    var isWritable: Bool {
        var item = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        return poll(&item, 1, 0) > 0
    }

    /// Takes note that it can be written to: connected, or, with the reason, not.
    func finishConnecting(_ endpoint: Endpoint) throws(BusError) {
        var (number, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
        getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &number, &size)
        guard number == 0 else { throw Self.error(number, endpoint) }
        isConnecting = false
    }

    /// Reads what there is into a stream.
    func read(into stream: inout SaltStream) -> Read {
        var count = 0
        var number: Int32 = 0
        stream.receive { room in
            repeat {
                count = Glibc.read(descriptor, room.baseAddress, room.count)
                number = errno
            } while count < 0 && number == EINTR
            return max(0, count)
        }
        if count > 0 { return .bytes }
        return count < 0 && number == EAGAIN ? .nothing : .ended
    }

    private static func open(_ family: Int32, _ endpoint: Endpoint) throws(BusError) -> Int32 {
        let type = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = Glibc.socket(family, Int32(type), 0)
        guard descriptor >= 0 else { throw error(errno, endpoint) }
        return descriptor
    }

    private func connect(_ endpoint: Endpoint, _ lend: ((UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32)
        throws(BusError)
    {
        let (result, number) = (lend { Glibc.connect(descriptor, $0, $1) }, errno)
        guard result != 0 else { return }
        guard number == EINPROGRESS else { throw Self.error(number, endpoint) }
        isConnecting = true
    }

    private static func error(_ number: Int32, _ endpoint: Endpoint) -> BusError {
        BusError(.socket, "cannot connect to \(endpoint.text): \(String(cString: strerror(number)))")
    }

    private static func withAddress<R>(ofPath path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> R) -> R {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // An endpoint's path is never longer than there is room, but for the NUL that is there already.
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    /// A dead peer is noticed, as with ZeroMQ's connections.
    private func probe(_ keepalive: SubscriberSettings.Keepalive) {
        set(SOL_SOCKET, SO_KEEPALIVE, 1)
        let protocolNumber = Int32(IPPROTO_TCP)
        set(protocolNumber, TCP_KEEPCNT, Int32(clamping: keepalive.count))
        set(protocolNumber, TCP_KEEPIDLE, Int32(clamping: keepalive.idle.components.seconds))
        set(protocolNumber, TCP_KEEPINTVL, Int32(clamping: keepalive.interval.components.seconds))
    }

    private func set(_ level: Int32, _ option: Int32, _ value: Int32) {
        var value = value
        setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
    }
}
