// SPDX-License-Identifier: Apache-2.0

import Logging

/// The SUB socket for masters of Salt that speak through ZeroMQ, all of them together, and its monitor.
///
/// - Important: For one thread only, as its socket is.
final class SaltZeroMQ {
    /// Who is lost is disconnected at once, and looked at anew; this is for who goes between greeting and connecting.
    private static let reconnect = Duration.seconds(1)

    /// For waiting.
    let socket: ZeroMQSocket
    /// For waiting.
    let monitor: SocketMonitor
    private let frame = IncomingFrame()
    private var endpoints: [Endpoint] = []
    private var watch = EndpointWatch()

    /// A socket that is not connected; throws ``BusError/Code/socket`` when out of descriptors.
    init(_ settings: SubscriberSettings) throws(BusError) {
        let context = try ZeroMQContext(ioThreads: settings.ioThreads)
        socket = try ZeroMQSocket(.subscriber, in: context)
        monitor = try SocketMonitor(socket, in: context)
        try socket.set(.receiveHighWaterMark, Int32(clamping: settings.receiveHighWaterMark))
        try socket.set(keepalive: settings.keepalive, reconnect: Self.reconnect...Self.reconnect)
        try socket.set(.subscribe, "")
    }

    /// Connects to one more master.
    func connect(_ endpoint: Endpoint) throws(BusError) {
        try socket.connect(endpoint)
        endpoints.append(endpoint)
        watch.watch(endpoints)
    }

    /// Lets go of a master, and of what it said and nobody has read.
    func disconnect(_ endpoint: Endpoint, _ logger: Logger) {
        endpoints.removeAll { $0 == endpoint }
        watch.watch(endpoints)
        do throws(BusError) {
            try socket.disconnect(endpoint)
        } catch {
            // It stays connected: what it says is taken twice, and stored once.
            logger.error("endpoint not dropped", metadata: [LogKey.error: "\(error)"])
        }
    }

    /// What happened since it was asked last: an endpoint, and whether it is connected.
    func changes() -> [(endpoint: String, isConnected: Bool)] {
        var changes: [(endpoint: String, isConnected: Bool)] = []
        while let (happening, address) = monitor.next() {
            guard let (endpoint, change) = watch.note(happening, at: address) else { continue }
            changes.append((endpoint, change == .connected))
        }
        return changes
    }

    /// The frames of the next message and their size, or nil. Of what exceeds `maximumBytes` only the first frame is kept.
    func next(maximumBytes: Int) -> (size: Int, frames: [[UInt8]])? {
        guard socket.receive(into: frame) else { return nil }
        var size = 0
        var frames: [[UInt8]] = []
        while true {
            size += frame.count
            if frames.count < Framing.keptFrames, size <= maximumBytes || frames.isEmpty {
                frames.append(frame.withBytes { Array($0) })
            }
            guard frame.hasMore, socket.receive(into: frame, waiting: true) else { return (size, frames) }
        }
    }
}
