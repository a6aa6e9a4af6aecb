// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ

/// Waits for several sockets and a file descriptor at once; zmq_poll(3).
enum Waiting {
    /// Returns when a socket or the descriptor has something to read, when `deadline` has passed, or for a signal.
    static func forAny(of sockets: [ZeroMQSocket], descriptor: Int32? = nil, until deadline: ContinuousClock.Instant?) {
        forAny(of: sockets, readable: descriptor.map { [$0] } ?? [], until: deadline)
    }

    /// The same, for several descriptors, and for some of them until they can be written to.
    static func forAny(
        of sockets: [ZeroMQSocket], readable: [Int32], writable: [Int32] = [],
        until deadline: ContinuousClock.Instant?
    ) {
        var items = sockets.map { zmq_pollitem_t(socket: $0.handle, fd: 0, events: Int16(ZMQ_POLLIN), revents: 0) }
        items += readable.map { zmq_pollitem_t(socket: nil, fd: $0, events: Int16(ZMQ_POLLIN), revents: 0) }
        items += writable.map { zmq_pollitem_t(socket: nil, fd: $0, events: Int16(ZMQ_POLLOUT), revents: 0) }
        let timeout = deadline.map { Int(ContinuousClock.now.duration(to: $0).wholeMilliseconds) } ?? -1
        zmq_poll(&items, Int32(items.count), timeout)
    }
}
