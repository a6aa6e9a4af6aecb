// SPDX-License-Identifier: Apache-2.0

import Logging
import Salt

/// The connections to Salt's masters and their loop, on a thread of their own from first to last.
///
/// As ``Receiver`` it never blocks on its reader: while the buffer is full, what is said stays in the sockets, and behind
/// them with the masters.
struct SaltReceiver {
    /// What a subscriber tells its thread.
    enum Letter {
        /// Listen there from now on.
        case listen([SaltAddress])
        /// Read what has arrived, hand it over, and end.
        case stop
    }

    /// What the thread shares with its subscriber.
    struct Shared: Sendable {
        let mailbox: Mailbox<Letter>
        let buffer: BoundedBuffer<ReceivedBatch>
        let tally: ReceiveTally
    }

    let settings: SubscriberSettings
    let logger: Logger
    let shared: Shared
    private let letters: Int32
    var links: [SaltLink] = []
    /// The socket for masters that speak through ZeroMQ; made for the first of them.
    var zeroMQ: SaltZeroMQ?
    var outlet: BatchOutlet
    var watch = EndpointWatch()
    /// Which link is read first.
    private var turn = 0
    private var stopDeadline: ContinuousClock.Instant?

    /// Nothing is connected before ``run()``; throws ``BusError`` when there are no descriptors.
    init(_ settings: SubscriberSettings, _ addresses: [SaltAddress], _ shared: Shared, _ logger: Logger)
        throws(BusError)
    {
        self.settings = settings
        self.shared = shared
        self.logger = logger
        outlet = BatchOutlet(settings, shared.buffer, shared.tally)
        letters = try shared.mailbox.open()
        listen(to: addresses)
    }

    /// Receives until told to stop.
    mutating func run() {
        while true {
            for letter in shared.mailbox.take() { obey(letter) }
            if stopDeadline == nil { connectWhatIsDue() }
            noteZeroMQEvents()
            let isSilent = readAvailable()
            let handOver = outlet.handOverIfDue(isEnding: stopDeadline != nil && isSilent)
            if isEnded(isSilent: isSilent) { return }
            if isSilent || handOver == .noRoom { wait(handOver) }
        }
    }

    /// Reads into the batch until the batch is full (false) or nothing is left to read (true).
    ///
    /// Another one is the first each time: a master that never stops fills batch after batch, and none must wait for it.
    private mutating func readAvailable() -> Bool {
        // The socket of ZeroMQ stands behind the last link.
        let places = links.count + 1
        turn = (turn + 1) % places
        var isSilent = true
        for place in (turn..<turn + places).map({ $0 % places }) {
            isSilent = (place == links.count ? readZeroMQ() : readStream(place)) && isSilent
        }
        return isSilent
    }

    private mutating func obey(_ letter: Letter) {
        switch letter {
        case .stop:
            if stopDeadline == nil { stopDeadline = ContinuousClock.now.advanced(by: settings.drainWithin) }
        case .listen(let addresses): listen(to: addresses)
        }
    }

    /// Ends when all that had arrived was handed over, or when the time for it is up.
    private mutating func isEnded(isSilent: Bool) -> Bool {
        guard let stopDeadline else { return false }
        if isSilent && outlet.isEmpty { return true }
        guard ContinuousClock.now >= stopDeadline else { return false }
        if !outlet.isEmpty { outlet.handOver() }
        if !isSilent { logger.warning("events left unread at stop") }
        return true
    }

    /// Waits for bytes if more may be added, for a letter, a report, room, and for the next thing that is due.
    private func wait(_ handOver: BatchOutlet.HandOver) {
        let due = handOver == .noRoom ? nil : outlet.due
        let retry = stopDeadline == nil ? links.compactMap(\.retryAt).min() : nil
        let connections = links.compactMap(\.connection)
        let readable = outlet.isFull ? [] : connections.filter { !$0.isConnecting }
        let sockets = zeroMQ.map { outlet.isFull ? [$0.monitor.socket] : [$0.socket, $0.monitor.socket] } ?? []
        Waiting.forAny(
            of: sockets, readable: [letters] + readable.map(\.descriptor),
            writable: connections.filter(\.isConnecting).map(\.descriptor),
            until: [due, retry, stopDeadline].compactMap { $0 }.min())
    }

    /// Connects to what is new, lets go of what is no longer wanted.
    private mutating func listen(to addresses: [SaltAddress]) {
        for link in links where !addresses.contains(link.address) {
            if let endpoint = link.zeroMQEndpoint { zeroMQ?.disconnect(endpoint, logger) }
        }
        let kept = links.filter { addresses.contains($0.address) }
        let new = addresses.filter { address in !kept.contains { $0.address == address } }
        let now = ContinuousClock.now
        links = kept + new.map { SaltLink($0, settings, now: now) }
        watch.watch(addresses.map(\.endpoint))
        shared.tally.listens(connected: watch.connected)
    }
}
