// SPDX-License-Identifier: Apache-2.0

internal import CZeroMQ
import Glibc

/// One socket of libzmq; the only owner of its handle, which it closes. What is not yet sent is dropped then, unless
/// ``ZeroMQOption/linger`` was set.
///
/// - Important: Not for two threads at once. It may move to another thread if a lock or a queue lies between.
final class ZeroMQSocket {
    /// The kinds of socket that the bus needs.
    enum Kind {
        /// Receives what matches its subscriptions.
        case subscriber
        /// Sends to the subscribed and is told of subscriptions; on the wire as good as a PUB socket.
        case publisher
        /// Receives what a monitor reports.
        case pair
        /// Asks, and waits for the answer, in turn.
        case requester
    }

    /// For `zmq_poll` and `zmq_socket_monitor`, inside this folder.
    let handle: UnsafeMutableRawPointer
    private let context: ZeroMQContext

    /// A socket that is neither connected nor bound; throws ``BusError/Code/socket`` when out of descriptors.
    init(_ kind: Kind, in context: ZeroMQContext) throws(BusError) {
        let type =
            switch kind {
            case .subscriber: ZMQ_SUB
            case .publisher: ZMQ_XPUB
            case .pair: ZMQ_PAIR
            case .requester: ZMQ_REQ
            }
        guard let handle = context.socket(type) else { throw BusError.last("open a ZeroMQ socket") }
        self.handle = handle
        self.context = context
        try set(.linger, 0)
    }

    deinit { zmq_close(handle) }

    /// Connects now or whenever the peer is there.
    func connect(_ endpoint: Endpoint) throws(BusError) {
        try set(.ipv6, endpoint.isIPv6 ? 1 : 0)
        try connect(address: endpoint.text)
    }

    /// Connects to an address that is no ``Endpoint``, such as a monitor's.
    func connect(address: String) throws(BusError) {
        guard zmq_connect(handle, address) == 0 else { throw BusError.last("connect to \(address)") }
    }

    /// Disconnects and, says libzmq's behaviour rather than its manual, drops what was received but not yet read.
    func disconnect(_ endpoint: Endpoint) throws(BusError) {
        guard zmq_disconnect(handle, endpoint.text) == 0 else {
            throw BusError.last("disconnect from \(endpoint.text)")
        }
    }

    /// Binds and returns the endpoint as it is, with the real port; throws ``BusError/Code/addressInUse``.
    func bind(_ endpoint: Endpoint) throws(BusError) -> String {
        try set(.ipv6, endpoint.isIPv6 ? 1 : 0)
        guard zmq_bind(handle, endpoint.text) == 0 else { throw BusError.last("bind \(endpoint.text)") }
        var bytes = [CChar](repeating: 0, count: 256)
        var count = bytes.count
        guard zmq_getsockopt(handle, ZMQ_LAST_ENDPOINT, &bytes, &count) == 0 else {
            throw BusError.last("ask for the port of \(endpoint.text)")
        }
        return String(decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Sets an option.
    func set(_ option: ZeroMQOption, _ value: Int32) throws(BusError) {
        let result = withUnsafeBytes(of: value) { zmq_setsockopt(handle, option.number, $0.baseAddress, $0.count) }
        guard result == 0 else { throw BusError.last("set \(option) to \(value)") }
    }

    /// Sets the largest frame that is received, in bytes; a larger one ends the connection.
    func setLargestFrame(_ bytes: Int) throws(BusError) {
        let result = withUnsafeBytes(of: Int64(bytes)) {
            zmq_setsockopt(handle, ZMQ_MAXMSGSIZE, $0.baseAddress, $0.count)
        }
        guard result == 0 else { throw BusError.last("set the largest frame to \(bytes) bytes") }
    }

    /// Sets an option that is a text.
    func set(_ option: ZeroMQOption, _ value: String) throws(BusError) {
        var value = value
        let result = value.withUTF8 { zmq_setsockopt(handle, option.number, $0.baseAddress, $0.count) }
        guard result == 0 else { throw BusError.last("set \(option) to \"\(value)\"") }
    }

    /// Receives the next frame into `frame`; false if there is none, unless told to wait for it.
    func receive(into frame: IncomingFrame, waiting: Bool = false) -> Bool {
        while zmq_msg_recv(frame.message, handle, waiting ? 0 : ZMQ_DONTWAIT) < 0 {
            let number = zmq_errno()
            if number == EAGAIN { return false }
            precondition(number == EINTR, "receiving: \(String(cString: zmq_strerror(number)))")
        }
        return true
    }

    /// Sends a frame; false if the peers' queues are full and stayed so for the send time-out.
    func send(_ frame: [UInt8], more: Bool) throws(BusError) -> Bool {
        while frame.withUnsafeBytes({ zmq_send(handle, $0.baseAddress, $0.count, more ? ZMQ_SNDMORE : 0) }) < 0 {
            let number = zmq_errno()
            if number == EAGAIN { return false }
            guard number == EINTR else { throw BusError.last("send \(frame.count) bytes") }
        }
        return true
    }
}
