// SPDX-License-Identifier: Apache-2.0

package import Logging
import Synchronization

/// Listens to the event buses of Salt's masters, on a thread of its own.
///
/// Each address is looked at by itself: whether it speaks through ZeroMQ (masters up to 2015.8) or writes a stream (from
/// 2016.3 on) is found out anew with each connection, so that an upgrade of the master needs nobody here. Batches, counts
/// and the end of it all are as with ``Subscriber``.
///
/// - Important: A subscriber let go is stopped. What a master says while it is not connected is lost.
package final class SaltSubscriber: BatchSource {
    private enum Phase { case ready, running, stopped }

    private let settings: SubscriberSettings
    private let logger: Logger
    private let shared: SaltReceiver.Shared
    private let phase = Mutex(Phase.ready)

    /// A subscriber that does nothing before ``start()``. Logs changes of its connections, once each.
    ///
    /// - Parameter settings: its endpoints are the masters' sockets, as paths, their folders, or `tcp://host:port`; the
    ///   prefixes are of no meaning: everything is received.
    package init(_ settings: SubscriberSettings, logger: Logger) {
        let mailbox = Mailbox<SaltReceiver.Letter>()
        let buffer = BoundedBuffer<ReceivedBatch>(capacity: max(1, settings.pendingBatches)) { mailbox.wake() }
        self.settings = settings
        self.logger = logger
        shared = SaltReceiver.Shared(mailbox: mailbox, buffer: buffer, tally: ReceiveTally())
    }

    deinit { stop() }

    package var batches: ReceivedBatches { ReceivedBatches(buffer: shared.buffer) }
    package var counts: ReceiveCounts { shared.tally.counts }
    package var connectedEndpoints: [String] { shared.tally.connected }

    /// Starts the thread; returns when it runs, connected or not.
    ///
    /// Throws ``BusError/Code/invalidEndpoint`` or ``BusError/Code/invalidSetting`` naming what is wrong,
    /// ``BusError/Code/socket`` when the system has no descriptors or threads left, and ``BusError/Code/alreadyStarted``
    /// the second time and after ``stop()``.
    package func start() throws(BusError) {
        try settings.validate()
        let addresses = try SaltAddress.list(settings.endpoints)
        let before = phase.withLock { phase in
            defer { if phase == .ready { phase = .running } }
            return phase
        }
        guard before == .ready else {
            throw BusError(.alreadyStarted, "the subscriber was started before; make a new one")
        }
        let (settings, shared, logger) = (settings, shared, logger)
        let opening = Opening()
        try OwnThread.start { Self.receive(settings, addresses, shared, logger, opening) }
        try opening.wait()
    }

    /// The whole life of the thread. The batches end when the connections are closed, not before.
    private static func receive(
        _ settings: SubscriberSettings, _ addresses: [SaltAddress], _ shared: SaltReceiver.Shared, _ logger: Logger,
        _ opening: Opening
    ) {
        do throws(BusError) {
            var receiver = try SaltReceiver(settings, addresses, shared, logger)
            opening.report(.success(()))
            receiver.run()
        } catch {
            opening.report(.failure(error))
        }
        shared.buffer.finish()
    }

    package func stop() {
        let before = phase.withLock { phase in
            defer { phase = .stopped }
            return phase
        }
        switch before {
        case .ready: shared.buffer.finish()
        case .running: shared.mailbox.post(.stop)
        case .stopped: break
        }
    }

    /// Listens elsewhere: what is new is connected at once, what is gone is let go.
    ///
    /// Throws ``BusError/Code/invalidEndpoint``, and changes nothing then.
    package func change(endpoints: [String]) throws(BusError) {
        shared.mailbox.post(.listen(try SaltAddress.list(endpoints)))
    }

    /// Checks addresses; throws ``BusError/Code/invalidEndpoint``.
    package static func check(endpoints: [String]) throws(BusError) {
        _ = try SaltAddress.list(endpoints)
    }
}
