// SPDX-License-Identifier: Apache-2.0

internal import Executors

/// A socket that asks a question and waits for its answer, one after the other, on a queue of its own.
///
/// The peer need not be there: an unanswered question costs its time and nothing else. After one the socket is made
/// anew, because a REQ socket that got no answer takes no other question, and a late answer must not be taken for
/// another question's.
///
/// - Important: A frame larger than `largestFrame` ends the connection, so it looks like silence. How many frames an
///   answer has is the peer's choice: libzmq holds all of them before the first can be read. Ask only whom you trust so
///   far.
package actor Requester {
    /// How long one wait blocks the queue; then it is looked whether the asker still wants the answer.
    private static let attempt = Duration.milliseconds(50)

    /// The queue that it blocks instead of Swift's pool.
    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    private nonisolated let executor = QueueExecutor(label: "datanommer.bus.requester")
    private let endpoint: Endpoint
    private let largestFrame: Int
    private let frame = IncomingFrame()
    private var socket: ZeroMQSocket?

    /// A requester that is not connected before its first question.
    ///
    /// - Parameters:
    ///   - endpoint: `tcp://host:port` or `ipc:///path`, bound by the one who answers.
    ///   - largestFrame: the largest frame of an answer that is accepted, in bytes, from 1.
    /// - Throws: ``BusError/Code/invalidEndpoint``.
    package init(connect endpoint: String, largestFrame: Int) throws(BusError) {
        self.endpoint = try Endpoint(endpoint, for: .connect)
        self.largestFrame = largestFrame
    }

    /// Asks, and returns the frames of the answer.
    ///
    /// - Throws: ``BusError/Code/silent`` when the time has passed, ``BusError/Code/cancelled`` when the task was
    ///   cancelled, ``BusError/Code/socket`` when the system has no descriptor left.
    package func ask(_ question: [UInt8], within limit: Duration) throws(BusError) -> [[UInt8]] {
        let deadline = ContinuousClock.now.advanced(by: limit)
        let socket = try takeSocket()
        guard try socket.send(question, more: false) else { throw silent(limit) }
        while true {
            if let answer = receive(from: socket) {
                self.socket = socket
                return answer
            }
            let now = ContinuousClock.now
            guard !Task.isCancelled else { throw BusError(.cancelled, "asking \(endpoint.text) was cancelled") }
            guard now < deadline else { throw silent(limit) }
            Waiting.forAny(of: [socket], until: min(deadline, now.advanced(by: Self.attempt)))
        }
    }

    /// The socket, which is put back only when it got its answer.
    private func takeSocket() throws(BusError) -> ZeroMQSocket {
        if let socket = socket.take() { return socket }
        let socket = try ZeroMQSocket(.requester, in: ZeroMQContext(ioThreads: 1))
        try socket.set(.sendTimeout, 0)
        try socket.setLargestFrame(largestFrame)
        try socket.connect(endpoint)
        return socket
    }

    private func receive(from socket: ZeroMQSocket) -> [[UInt8]]? {
        guard socket.receive(into: frame) else { return nil }
        var frames: [[UInt8]] = []
        while true {
            frames.append(frame.withBytes { Array($0) })
            guard frame.hasMore, socket.receive(into: frame, waiting: true) else { return frames }
        }
    }

    private func silent(_ limit: Duration) -> BusError {
        BusError(.silent, "no answer from \(endpoint.text) within \(limit)")
    }
}
