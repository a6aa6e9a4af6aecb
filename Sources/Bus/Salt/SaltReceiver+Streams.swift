// SPDX-License-Identifier: Apache-2.0

import Logging
import Salt

/// Connecting, reading streams, and what is worth telling of it.
extension SaltReceiver {
    /// Tries all addresses whose time has come, and looks which attempts are decided.
    mutating func connectWhatIsDue() {
        let now = ContinuousClock.now
        for index in links.indices {
            if let time = links[index].retryAt, time <= now { connect(index) }
        }
    }

    private mutating func connect(_ index: Int) {
        do throws(BusError) {
            let socket = try links[index].address.socket()
            let connection = try StreamConnection(to: socket, keepalive: settings.keepalive)
            links[index].stream = SaltLink.emptyStream(settings)
            links[index].isGreeted = false
            links[index].state = .reading(connection)
            if !connection.isConnecting { noteConnected(index) }
        } catch {
            noteUnreachable(index, error)
        }
    }

    /// A publisher that said something odd counts as connected only when it says something better.
    private mutating func noteConnected(_ index: Int) {
        if !links[index].isDoubted { note(.connected, index) }
    }

    private mutating func noteUnreachable(_ index: Int, _ error: BusError) {
        retryLater(index)
        note(.retried, index, because: "\(error)")
    }

    func now() -> ContinuousClock.Instant { ContinuousClock.now }

    /// Nothing is there any more; tried again after a while.
    mutating func retryLater(_ index: Int) {
        let wait = links[index].pace.wait()
        links[index].state = .waiting(until: now().advanced(by: wait))
    }

    /// Reads one stream until the batch is full (false) or nothing is left to read (true).
    mutating func readStream(_ index: Int) -> Bool {
        guard let connection = links[index].connection else { return true }
        if connection.isConnecting, !finishConnecting(index, connection) { return true }
        while !outlet.isFull {
            guard takeFrames(index) else { return true }
            if outlet.isFull { return false }
            switch connection.read(into: &links[index].stream) {
            case .nothing: return true
            case .ended:
                noteEnd(index)
                return true
            case .bytes: if !links[index].isGreeted, !greet(index) { return true }
            }
        }
        return false
    }

    /// Whether it is connected by now.
    private mutating func finishConnecting(_ index: Int, _ connection: StreamConnection) -> Bool {
        do throws(BusError) {
            guard connection.isWritable else { return false }
            try connection.finishConnecting(links[index].address.endpoint)
            noteConnected(index)
            return true
        } catch {
            noteUnreachable(index, error)
            return false
        }
    }

    /// Looks at the first byte; whether a stream follows.
    private mutating func greet(_ index: Int) -> Bool {
        guard let first = links[index].stream.firstByte else { return true }
        links[index].isGreeted = true
        switch SaltLink.Greeting(first) {
        case .stream: return true
        case .zeroMQ: giveToZeroMQ(index)
        case .nobodyWeKnow: noteOddBytes(index, links[index].stream.cut, "what it says first is no event")
        }
        return false
    }

    /// Takes whole frames into the batch, as far as there is room; false when the stream is of no use any more.
    private mutating func takeFrames(_ index: Int) -> Bool {
        do throws(SaltStreamError) {
            while !outlet.isFull, let found = try links[index].stream.next() {
                add(found)
                noteSuccess(index)
            }
            return true
        } catch {
            noteOddBytes(index, error.bytes, error.description)
            return false
        }
    }

    private mutating func noteSuccess(_ index: Int) {
        links[index].pace.succeeded()
        guard links[index].isDoubted else { return }
        links[index].isDoubted = false
        note(.connected, index)
    }

    private mutating func add(_ found: SaltStream.Found) {
        let receivedAt = SystemClock.microseconds()
        switch found {
        case .event(let tag, let payload):
            outlet.add(
                .success(Envelope(topic: tag, body: payload, receivedAt: receivedAt, bus: .salt)),
                size: tag.count + payload.count)
        case .odd(let frame):
            add(.saltFraming, frame, count: frame.count, receivedAt)
        case .tooLarge(let beginning, let count):
            add(.tooLarge, beginning, count: count, receivedAt)
        }
    }

    func setAside(_ reason: UndecodableFrames.Reason, _ bytes: [UInt8], count: Int, _ receivedAt: Int64)
        -> Result<Envelope, UndecodableFrames>
    {
        .failure(
            UndecodableFrames(
                reason: reason, frames: [bytes], frameCount: 1, byteCount: count, receivedAt: receivedAt))
    }

    private mutating func add(
        _ reason: UndecodableFrames.Reason, _ bytes: [UInt8], count: Int, _ receivedAt: Int64
    ) {
        outlet.add(setAside(reason, bytes, count: count, receivedAt), size: count)
    }

    /// The publisher went away. What it began to say is kept as a sign that something is missing.
    private mutating func noteEnd(_ index: Int) {
        let stream = links[index].stream
        if stream.cutCount > 0 {
            add(.saltFraming, stream.cut, count: stream.cutCount, SystemClock.microseconds())
        }
        retryLater(index)
        if !links[index].isDoubted { note(.disconnected, index) }
    }

    /// What follows cannot be told apart: only a new connection begins with a frame again.
    private mutating func noteOddBytes(_ index: Int, _ bytes: [UInt8], _ reason: String) {
        let isNews = !links[index].isDoubted
        links[index].isDoubted = true
        retryLater(index)
        guard isNews else { return }
        add(.saltFraming, bytes, count: bytes.count, SystemClock.microseconds())
        note(.disconnected, index)
        note(.refused, index, because: reason)
    }

    /// Tells what happened at an address, if it is news.
    mutating func note(_ happening: EndpointWatch.Happening, _ index: Int, because reason: String? = nil) {
        guard let (endpoint, change) = watch.note(happening, at: links[index].address.endpoint.text) else { return }
        shared.tally.changed(change, connected: watch.connected)
        var metadata: Logger.Metadata = [LogKey.endpoint: "\(endpoint)"]
        if let reason { metadata[LogKey.error] = "\(reason)" }
        logger.log(change, metadata)
    }
}
