// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Logging
internal import ServiceLifecycle
internal import Spool

/// Takes what the subscribers received to the spool, whatever the database does.
///
/// On shutdown the subscribers stop, and what they had received is made durable before the service ends.
final class Reception: Service {
    private let listeners: Listeners
    private let spool: Spool
    private let logger: Logger
    /// One for each socket.
    private let heartbeats: [Heartbeat]
    private let meters: Meters
    /// What is listened to, for the log.
    private let listening: Logger.Metadata
    private let shutdown = Shutdown()

    init(
        listeners: Listeners, spool: Spool, logger: Logger, heartbeats: [Heartbeat], meters: Meters,
        listening: Logger.Metadata
    ) {
        self.listeners = listeners
        self.spool = spool
        self.logger = logger
        self.heartbeats = heartbeats
        self.meters = meters
        self.listening = listening
    }

    func run() async throws {
        // Said here, where signals are heeded already: who reads it may tell the daemon to stop.
        logger.info("listening", metadata: listening)
        meters.note { $0.listens() }
        try await withGracefulShutdownHandler {
            try await withThrowingTaskGroup { group in
                for (ear, heartbeat) in zip(self.listeners.ears, self.heartbeats) {
                    group.addTask { try await self.receive(ear, heartbeat) }
                }
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            self.shutdown.begin()
            self.listeners.stop()
            self.spool.liftLimit()
        }
        await spool.finish()
    }

    private func receive(_ ear: Listeners.Ear, _ heartbeat: Heartbeat) async throws {
        for await batch in ear.source.batches {
            heartbeat.begin()
            try await spoolUntilDone(ear.origin.map { batch.said(by: $0) } ?? batch, heartbeat)
            heartbeat.end()
        }
    }

    private func spoolUntilDone(_ batch: ReceivedBatch, _ heartbeat: Heartbeat) async throws {
        // Room may be made, by the database catching up or by a person: until then libzmq holds what arrives.
        let done = try await Retrying(shutdown: shutdown, heartbeat: heartbeat).untilDone(
            isTemporary: { (_: SpoolError) in true },
            onFailure: { error, failures in
                // Waiting for room ended the watch over this batch; now there is work again.
                heartbeat.begin()
                logFailure(error, failures: failures)
                meters.note { $0.spoolFailed("\(error)") }
            }
        ) { try await append(batch, heartbeat) }
        guard let done else {
            logger.error("messages given up", metadata: [LogKey.count: "\(batch.count)"])
            return meters.note { $0.gaveUp(batch.count) }
        }
        if done.failures > 0 { logger.info("spool takes messages again") }
        await report(batch, dropped: done.result)
    }

    private func append(_ batch: ReceivedBatch, _ heartbeat: Heartbeat) async throws(SpoolError) -> Int {
        try await spool.append(batch) {
            // Waiting for room is no standstill: the watchdog must not mind it.
            heartbeat.end()
            if meters.note({ $0.spoolFilled() }) { logger.error("spool is full, reading from the bus pauses") }
        }
    }

    private func report(_ batch: ReceivedBatch, dropped: Int) async {
        if dropped > 0, meters.note({ $0.spoolFilled(dropped: dropped) }) {
            logger.error("spool is full, oldest messages given up", metadata: [LogKey.count: "\(dropped)"])
        }
        let pending = await spool.pendingBytes
        if let dropped = meters.note({ $0.spooled(batch, pending: pending) }) { logger.spoolHasRoom(dropped: dropped) }
    }

    private func logFailure(_ error: SpoolError, failures: Int) {
        logger.log(
            level: failures == 1 ? .error : .debug, "spool does not take messages, retrying",
            metadata: [LogKey.error: "\(error)", LogKey.attempts: "\(failures)"])
    }
}

extension Logger {
    /// A full spool is two lines in the log: this one when it is over.
    func spoolHasRoom(dropped: Int) {
        info("spool has room again", metadata: dropped == 0 ? [:] : [LogKey.count: "\(dropped)"])
    }
}
