// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ

/// What happens to the connections of one socket, as libzmq reports it; zmq_socket_monitor(3).
final class SocketMonitor {
    /// One address, unique within a context, which has one monitored socket.
    private static let address = "inproc://monitor"

    /// Where the reports arrive, for `zmq_poll`.
    let socket: ZeroMQSocket
    private let monitored: ZeroMQSocket
    private let frame = IncomingFrame()

    /// Reports from now on what happens to `monitored`, which has to be the only monitored socket of `context`.
    init(_ monitored: ZeroMQSocket, in context: ZeroMQContext) throws(BusError) {
        let refusals =
            ZMQ_EVENT_HANDSHAKE_FAILED_NO_DETAIL | ZMQ_EVENT_HANDSHAKE_FAILED_PROTOCOL
            | ZMQ_EVENT_HANDSHAKE_FAILED_AUTH
        let events = ZMQ_EVENT_HANDSHAKE_SUCCEEDED | ZMQ_EVENT_DISCONNECTED | ZMQ_EVENT_CONNECT_RETRIED | refusals
        guard zmq_socket_monitor(monitored.handle, Self.address, events) == 0 else {
            throw BusError.last("monitor a ZeroMQ socket")
        }
        self.monitored = monitored
        socket = try ZeroMQSocket(.pair, in: context)
        try socket.connect(address: Self.address)
    }

    deinit {
        // Before the reader goes: a report without a reader would wait for one.
        zmq_socket_monitor(monitored.handle, nil, 0)
    }

    /// The next report, or nil if there is none at the moment.
    func next() -> (happening: EndpointWatch.Happening, address: String)? {
        guard socket.receive(into: frame) else { return nil }
        // 16 bits of event and 32 bits of value in the machine's order, then the address.
        let event = frame.withBytes { $0.count >= 2 ? Int32($0.loadUnaligned(as: UInt16.self)) : 0 }
        guard frame.hasMore, socket.receive(into: frame, waiting: true) else { return nil }
        let address = frame.withBytes { String(decoding: $0, as: UTF8.self) }
        return (Self.happening(event), address)
    }

    private static func happening(_ event: Int32) -> EndpointWatch.Happening {
        switch event {
        case ZMQ_EVENT_HANDSHAKE_SUCCEEDED: .connected
        case ZMQ_EVENT_DISCONNECTED: .disconnected
        case ZMQ_EVENT_CONNECT_RETRIED: .retried
        default: .refused
        }
    }
}
