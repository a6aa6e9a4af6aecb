// SPDX-License-Identifier: Apache-2.0

import Logging

/// The SUB socket and its loop, on a thread of their own from first to last.
///
/// The loop never blocks on the reader: while the buffer is full it leaves messages to libzmq's queue, and goes on
/// listening to its mailbox and to the monitor.
struct Receiver {
    /// What a subscriber tells its thread.
    enum Letter {
        /// Listen there and to that from now on.
        case listen(Listening)
        /// Read what has arrived, hand it over, and end.
        case stop
    }

    /// What the thread shares with its subscriber.
    struct Shared: Sendable {
        let mailbox: Mailbox<Letter>
        let buffer: BoundedBuffer<ReceivedBatch>
        let tally: ReceiveTally
        let onChange: @Sendable (ConnectionChange) -> Void
    }

    private let settings: SubscriberSettings
    private let logger: Logger
    private let shared: Shared
    private let socket: ZeroMQSocket
    private let monitor: SocketMonitor
    private let letters: Int32
    private let frame = IncomingFrame()
    private var framing: Framing
    private var outlet: BatchOutlet
    private var watch = EndpointWatch()
    private var listening = Listening()
    private var wanted = Listening()
    private var stopDeadline: ContinuousClock.Instant?

    /// Opens the socket and connects; throws ``BusError`` for what libzmq refuses.
    init(_ settings: SubscriberSettings, _ listening: Listening, _ shared: Shared, _ logger: Logger) throws(BusError) {
        self.settings = settings
        self.shared = shared
        self.logger = logger
        framing = Framing(maximumMessageBytes: settings.maximumMessageBytes)
        outlet = BatchOutlet(settings, shared.buffer, shared.tally)
        let context = try ZeroMQContext(ioThreads: settings.ioThreads)
        socket = try ZeroMQSocket(.subscriber, in: context)
        monitor = try SocketMonitor(socket, in: context)
        letters = try shared.mailbox.open()
        try socket.set(.receiveHighWaterMark, Int32(clamping: settings.receiveHighWaterMark))
        try socket.set(
            keepalive: settings.keepalive, reconnect: settings.reconnectInterval...settings.reconnectMaximum)
        try add(listening)
    }

    /// Receives until told to stop.
    mutating func run() {
        while true {
            for letter in shared.mailbox.take() { obey(letter) }
            noteEvents()
            let isSilent = readAvailable()
            if isSilent { dropUnwanted() }
            let handOver = outlet.handOverIfDue(isEnding: stopDeadline != nil && isSilent)
            if isEnded(isSilent: isSilent) { return }
            if isSilent || handOver == .noRoom { wait(handOver) }
        }
    }

    // MARK: Messages

    /// Reads into the batch until the batch is full (false) or nothing is left to read (true).
    private mutating func readAvailable() -> Bool {
        while !outlet.isFull {
            guard socket.receive(into: frame) else { return true }
            readMessage()
        }
        return false
    }

    /// Reads the message whose first frame was received; libzmq has all frames of a message or none.
    private mutating func readMessage() {
        var size = 0
        while true {
            size += frame.count
            frame.withBytes { framing.append($0) }
            guard frame.hasMore, socket.receive(into: frame, waiting: true) else { break }
        }
        outlet.add(framing.finish(receivedAt: SystemClock.microseconds()), size: size)
    }

    /// Waits for a message if one may be added, for a letter, a report or room, and for the next thing that is due.
    private func wait(_ handOver: BatchOutlet.HandOver) {
        let due = handOver == .noRoom ? nil : outlet.due
        let deadline = [due, stopDeadline].compactMap { $0 }.min()
        let sockets = outlet.isFull ? [monitor.socket] : [socket, monitor.socket]
        Waiting.forAny(of: sockets, descriptor: letters, until: deadline)
    }

    // MARK: Stopping

    /// Ends when all that had arrived was handed over, or when the time for it is up.
    private mutating func isEnded(isSilent: Bool) -> Bool {
        guard let stopDeadline else { return false }
        if isSilent && outlet.isEmpty { return true }
        guard ContinuousClock.now >= stopDeadline else { return false }
        if !outlet.isEmpty { outlet.handOver() }
        if socket.receive(into: frame) {
            logger.warning("messages left unread at stop")
        }
        return true
    }

    private mutating func obey(_ letter: Letter) {
        switch letter {
        case .stop:
            if stopDeadline == nil { stopDeadline = ContinuousClock.now.advanced(by: settings.drainWithin) }
        case .listen(let listening):
            do throws(BusError) {
                try add(listening)
            } catch {
                // What was there before goes on; a bus half heard is better than none.
                logger.error("endpoint refused", metadata: [LogKey.error: "\(error)"])
            }
        }
    }

    // MARK: Endpoints

    /// Connects and subscribes to what is new; what is no longer wanted goes when nothing of it is left to read.
    private mutating func add(_ listening: Listening) throws(BusError) {
        wanted = listening
        watch.watch(listening.endpoints)
        for prefix in listening.prefixes where !self.listening.prefixes.contains(prefix) {
            try socket.set(.subscribe, prefix)
            self.listening.prefixes.append(prefix)
        }
        for endpoint in listening.endpoints where !self.listening.endpoints.contains(endpoint) {
            try socket.connect(endpoint)
            self.listening.endpoints.append(endpoint)
        }
    }

    /// Disconnecting and unsubscribing drop what is queued, so they come when the queue was seen empty.
    private mutating func dropUnwanted() {
        guard listening != wanted else { return }
        do throws(BusError) {
            for endpoint in listening.endpoints where !wanted.endpoints.contains(endpoint) {
                try socket.disconnect(endpoint)
            }
            for prefix in listening.prefixes where !wanted.prefixes.contains(prefix) {
                try socket.set(.unsubscribe, prefix)
            }
        } catch {
            // It stays connected, which costs messages nobody asked for, and no others.
            logger.error("endpoint not dropped", metadata: [LogKey.error: "\(error)"])
        }
        listening = wanted
    }

    private mutating func noteEvents() {
        while let (happening, address) = monitor.next() {
            guard let (endpoint, change) = watch.note(happening, at: address) else { continue }
            shared.tally.changed(change, connected: watch.connected)
            logger.log(change, [LogKey.endpoint: "\(endpoint)"])
            tell(change, of: endpoint)
        }
    }

    private func tell(_ change: EndpointWatch.Change, of endpoint: String) {
        switch change {
        case .connected: shared.onChange(ConnectionChange(endpoint: endpoint, isConnected: true))
        case .lost: shared.onChange(ConnectionChange(endpoint: endpoint, isConnected: false))
        case .unreachable, .refused: break
        }
    }
}
