// SPDX-License-Identifier: Apache-2.0

internal import Executors

/// A socket that publishes, on a queue of its own: for replaying what was recorded, and for tests.
///
/// It is an XPUB socket, which subscribers cannot tell from a PUB socket, and which knows its subscribers. Nothing is
/// dropped for a subscriber that is connected: when `sendHighWaterMark` messages wait for the slowest one, sending
/// waits too. What is sent while nobody is subscribed goes nowhere.
///
/// - Important: End it with ``close(within:)``: a publisher let go drops what is not yet on the wire.
package actor Publisher {
    /// How long one attempt to send blocks the queue; then it is looked whether the sender still wants it.
    private static let attempt: Int32 = 50

    /// Where subscribers find it, with the real port; of a publisher that connects, where it connects to.
    package nonisolated let boundEndpoint: String
    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.bus.publisher")
    private let frame = IncomingFrame()
    private var socket: ZeroMQSocket?
    private var subscriptions = 0

    /// Binds to `tcp://host:port`, where `*` is any host or any free port, or to `ipc:///path`.
    ///
    /// `sendHighWaterMark` counts messages for each subscriber, from 0, which is no limit. Throws
    /// ``BusError/Code/invalidEndpoint``, ``BusError/Code/addressInUse`` or ``BusError/Code/socket``.
    package init(bind endpoint: String, sendHighWaterMark: Int = 1000) throws(BusError) {
        let endpoint = try Endpoint(endpoint, for: .bind)
        let socket = try Self.open(sendHighWaterMark)
        boundEndpoint = try socket.bind(endpoint)
        self.socket = socket
    }

    /// Connects to a relay that is bound to `tcp://host:port` or `ipc:///path`, now or whenever it is there.
    ///
    /// Throws as ``init(bind:sendHighWaterMark:)`` does.
    package init(connect endpoint: String, sendHighWaterMark: Int = 1000) throws(BusError) {
        let endpoint = try Endpoint(endpoint, for: .connect)
        let socket = try Self.open(sendHighWaterMark)
        try socket.connect(endpoint)
        boundEndpoint = endpoint.text
        self.socket = socket
    }

    /// Waits until so many subscriptions are in force (a subscriber has one for each of its prefixes); false if there
    /// were fewer when `timeout` had passed or the task was cancelled. Sending waits meanwhile.
    package func waitForSubscriber(_ count: Int = 1, within timeout: Duration) -> Bool {
        let deadline = ContinuousClock.now.advanced(by: timeout)
        while let socket {
            noteSubscriptions(of: socket)
            if subscriptions >= count { return true }
            let now = ContinuousClock.now
            guard now < deadline, !Task.isCancelled else { return false }
            Waiting.forAny(of: [socket], until: min(deadline, now.advanced(by: .milliseconds(Self.attempt))))
        }
        return false
    }

    /// Sends one message of topic and body; throws as ``send(frames:)`` does.
    package func send(topic: [UInt8], body: [UInt8]) throws(BusError) {
        try send(frames: [topic, body])
    }

    /// Sends messages in order; throws as ``send(frames:)`` does, after those before the one that failed.
    package func send(_ envelopes: some Sequence<Envelope> & Sendable) throws(BusError) {
        for envelope in envelopes { try send(frames: [envelope.topic, envelope.body]) }
    }

    /// Sends one message of any frames; of none it sends nothing.
    ///
    /// Throws ``BusError/Code/closed`` after ``close(within:)``, ``BusError/Code/cancelled`` if the task was cancelled
    /// while a subscriber's queue was full; the message was sent to nobody then.
    package func send(frames: [[UInt8]]) throws(BusError) {
        guard let socket else { throw BusError(.closed, "the publisher at \(boundEndpoint) is closed") }
        noteSubscriptions(of: socket)
        for (index, bytes) in frames.enumerated() {
            while try !socket.send(bytes, more: index < frames.count - 1) {
                // Queues are full or not before a first frame only: the rest of a message always follows.
                guard index > 0 || !Task.isCancelled else {
                    throw BusError(.cancelled, "sending at \(boundEndpoint) was cancelled: a subscriber does not read")
                }
            }
        }
    }

    /// Closes the socket when everything is on the wire, or after `timeout`; what is left then is dropped. Later calls
    /// do nothing.
    package func close(within timeout: Duration = .seconds(10)) throws(BusError) {
        guard let socket = socket.take() else { return }
        try socket.set(.linger, timeout.wholeMilliseconds)
    }

    private static func open(_ sendHighWaterMark: Int) throws(BusError) -> ZeroMQSocket {
        guard (0...Int(Int32.max)).contains(sendHighWaterMark) else {
            throw BusError(.invalidSetting, "sendHighWaterMark is \(sendHighWaterMark), wants 0 to \(Int32.max)")
        }
        let socket = try ZeroMQSocket(.publisher, in: ZeroMQContext(ioThreads: 1))
        try socket.set(.sendHighWaterMark, Int32(sendHighWaterMark))
        try socket.set(.sendTimeout, attempt)
        try socket.set(.waitWhenFull, 1)
        try socket.set(.tellAllSubscriptions, 1)
        let settings = SubscriberSettings()
        try socket.set(
            keepalive: settings.keepalive, reconnect: settings.reconnectInterval...settings.reconnectMaximum)
        return socket
    }

    /// Each subscription arrives as a frame of 1 and the prefix, each end of one as 0 and the prefix (zmq_socket(3)).
    private func noteSubscriptions(of socket: ZeroMQSocket) {
        while socket.receive(into: frame) {
            switch frame.withBytes({ $0.first }) {
            case 1: subscriptions += 1
            case 0: subscriptions -= 1
            default: break
            }
        }
    }
}
