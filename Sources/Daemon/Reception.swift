// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Logging
internal import ServiceLifecycle
internal import Spool
internal import Synchronization

/// Takes what the subscriber received to the spool, whatever the database does.
///
/// On shutdown the subscriber stops, and what it had received is made durable before the service ends.
final class Reception: Service {
    private let subscriber: Subscriber
    private let spool: Spool
    private let logger: Logger
    private let heartbeat: Heartbeat
    /// What is listened to, for the log.
    private let listening: Logger.Metadata
    private let shutdown = Shutdown()

    init(
        subscriber: Subscriber, spool: Spool, logger: Logger, heartbeat: Heartbeat, listening: Logger.Metadata
    ) {
        self.subscriber = subscriber
        self.spool = spool
        self.logger = logger
        self.heartbeat = heartbeat
        self.listening = listening
    }

    func run() async throws {
        // Said here, where signals are heeded already: who reads it may tell the daemon to stop.
        logger.info("listening", metadata: listening)
        try await withGracefulShutdownHandler {
            for await batch in subscriber.batches {
                heartbeat.begin()
                try await spoolUntilDone(batch)
                heartbeat.end()
            }
        } onGracefulShutdown: {
            self.shutdown.begin()
            self.subscriber.stop()
            self.spool.liftLimit()
        }
        await spool.finish()
    }

    private func spoolUntilDone(_ batch: ReceivedBatch) async throws {
        // Room may be made, by the database catching up or by a person: until then libzmq holds what arrives.
        let done = try await Retrying(shutdown: shutdown, heartbeat: heartbeat).untilDone(
            isTemporary: { (_: SpoolError) in true }, onFailure: logFailure
        ) { try await append(batch) }
        if let done {
            report(dropped: done.result, failures: done.failures)
        } else {
            logger.error("messages given up", metadata: [LogKey.count: "\(batch.count)"])
        }
    }

    private func append(_ batch: ReceivedBatch) async throws(SpoolError) -> Int {
        let waited = Mutex(false)
        let dropped = try await spool.append(batch) {
            // Waiting for room is no standstill: the watchdog must not mind it.
            heartbeat.end()
            guard !waited.withLock({ exchange(&$0, with: true) }) else { return }
            logger.error("spool is full, reading from the bus pauses")
        }
        if waited.withLock({ $0 }) { logger.info("spool has room again") }
        return dropped
    }

    private func report(dropped: Int, failures: Int) {
        if failures > 0 { logger.info("spool takes messages again") }
        if dropped > 0 {
            logger.error("spool is full, oldest messages given up", metadata: [LogKey.count: "\(dropped)"])
        }
    }

    private func logFailure(_ error: SpoolError, failures: Int) {
        // Waiting for room ended the watch over this batch; now there is work again.
        heartbeat.begin()
        logger.log(
            level: failures == 1 ? .error : .debug, "spool does not take messages, retrying",
            metadata: [LogKey.error: "\(error)", LogKey.attempts: "\(failures)"])
    }
}
