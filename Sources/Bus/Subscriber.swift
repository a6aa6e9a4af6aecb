// SPDX-License-Identifier: Apache-2.0

package import Logging
import Synchronization

/// A SUB socket connected to the publishers of a bus, on a thread of its own.
///
/// Messages of one publisher stay in order. They leave in batches through ``batches``, a buffer of
/// ``SubscriberSettings/pendingBatches``; while it is full the thread leaves messages to libzmq's queue, whose limit is
/// ``SubscriberSettings/receiveHighWaterMark``. A publisher that is not there, or no longer, is tried again until it is.
///
/// - Important: A subscriber let go is stopped. What a publisher says while it is not connected is lost; only a
///   backlog elsewhere can bring it back.
package final class Subscriber: BatchSource {
    private enum Phase { case ready, running, stopped }

    private let settings: SubscriberSettings
    private let logger: Logger
    private let shared: Receiver.Shared
    private let state: Mutex<(phase: Phase, endpoints: [String], prefixes: [String])>

    /// A subscriber that does nothing before ``start()``. Logs changes of its connections, once each.
    ///
    /// - Parameter onChange: told, on the subscriber's thread, when an endpoint is connected or lost; must not block.
    package init(
        _ settings: SubscriberSettings, logger: Logger,
        onChange: @escaping @Sendable (ConnectionChange) -> Void = { _ in }
    ) {
        let mailbox = Mailbox<Receiver.Letter>()
        let buffer = BoundedBuffer<ReceivedBatch>(capacity: max(1, settings.pendingBatches)) { mailbox.wake() }
        self.settings = settings
        self.logger = logger
        shared = Receiver.Shared(mailbox: mailbox, buffer: buffer, tally: ReceiveTally(), onChange: onChange)
        state = Mutex((.ready, settings.endpoints, settings.prefixes))
    }

    deinit { stop() }

    /// What is received, in batches; see ``ReceivedBatches`` for its end and for several readers.
    package var batches: ReceivedBatches { ReceivedBatches(buffer: shared.buffer) }
    /// What was received so far.
    package var counts: ReceiveCounts { shared.tally.counts }
    /// The endpoints connected at the moment, sorted, as they were given. Of several host names with the same port
    /// one that was reconnected may be named by its address.
    package var connectedEndpoints: [String] { shared.tally.connected }

    /// Starts the thread and connects; returns when the socket is open, connected or not. Takes about a millisecond.
    ///
    /// Throws ``BusError/Code/invalidEndpoint`` or ``BusError/Code/invalidSetting`` naming what is wrong,
    /// ``BusError/Code/socket`` when the system has no descriptors or threads left, and
    /// ``BusError/Code/alreadyStarted`` the second time and after ``stop()``. After any but the last of these it may be
    /// started again.
    package func start() throws(BusError) {
        try settings.validate()
        let listening = try Listening(endpoints: settings.endpoints, prefixes: settings.prefixes)
        try begin()
        let (settings, shared, logger) = (settings, shared, logger)
        let opening = Opening()
        do throws(BusError) {
            try OwnThread.start { Self.receive(settings, listening, shared, logger, opening) }
            try opening.wait()
        } catch {
            giveUpStarting()
            throw error
        }
    }

    /// Stops: reads what has reached the socket, hands it over, closes the socket, and ends ``batches``.
    ///
    /// Returns at once. Reading goes on for ``SubscriberSettings/drainWithin`` at most, and while the buffer is full it
    /// waits for its reader within that time. May be called by any thread, and again.
    package func stop() {
        let before = state.withLock { state in
            defer { state.phase = .stopped }
            return state.phase
        }
        switch before {
        case .ready: shared.buffer.finish()
        case .running: shared.mailbox.post(.stop)
        case .stopped: break
        }
    }

    /// Listens to other endpoints, to other prefixes, or both; nil leaves them as they are. Before ``start()`` and
    /// after ``stop()`` it does nothing but check.
    ///
    /// New publishers are connected at once; those that are gone are disconnected when nothing of theirs is left to
    /// read. Throws ``BusError/Code/invalidEndpoint`` or ``BusError/Code/invalidSetting``, and changes nothing then.
    package func change(endpoints: [String]? = nil, prefixes: [String]? = nil) throws(BusError) {
        let result = state.withLock { state -> Result<Void, BusError> in
            let (newEndpoints, newPrefixes) = (endpoints ?? state.endpoints, prefixes ?? state.prefixes)
            return Result { () throws(BusError) in
                let listening = try Listening(endpoints: newEndpoints, prefixes: newPrefixes)
                guard state.phase == .running else { return }
                (state.endpoints, state.prefixes) = (newEndpoints, newPrefixes)
                shared.mailbox.post(.listen(listening))
            }
        }
        try result.get()
    }

    /// Ready for another start, or, if it was stopped meanwhile, at its end.
    private func giveUpStarting() {
        let isStopped = state.withLock { state in
            if state.phase == .running { state.phase = .ready }
            return state.phase == .stopped
        }
        if isStopped { shared.buffer.finish() }
    }

    private func begin() throws(BusError) {
        let before = state.withLock { state in
            defer { if state.phase == .ready { state.phase = .running } }
            return state.phase
        }
        guard before == .ready else {
            throw BusError(.alreadyStarted, "the subscriber was started before; make a new one")
        }
    }

    /// The whole life of the thread. The batches end when the socket is closed, not before.
    private static func receive(
        _ settings: SubscriberSettings, _ listening: Listening, _ shared: Receiver.Shared, _ logger: Logger,
        _ opening: Opening
    ) {
        do throws(BusError) {
            var receiver = try Receiver(settings, listening, shared, logger)
            opening.report(.success(()))
            receiver.run()
        } catch {
            opening.report(.failure(error))
            return
        }
        shared.buffer.finish()
    }
}
