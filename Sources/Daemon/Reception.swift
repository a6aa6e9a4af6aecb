// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Logging
internal import ServiceLifecycle
internal import Spool

/// Takes what the subscriber received to the spool, whatever the database does.
///
/// On shutdown the subscriber stops, and what it had received is made durable before the service ends.
struct Reception: Service {
    let subscriber: Subscriber
    let spool: Spool
    let logger: Logger
    let heartbeat: Heartbeat
    /// What is listened to, for the log.
    let listening: Logger.Metadata

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
            subscriber.stop()
        }
        await spool.finish()
    }

    private func spoolUntilDone(_ batch: ReceivedBatch) async throws {
        var delay = RetryDelay()
        while true {
            do throws(SpoolError) {
                let dropped = try await spool.append(batch)
                if delay.failures > 0 { logger.info("spool takes messages again") }
                if dropped > 0 {
                    logger.error(
                        "spool is full, oldest messages given up", metadata: [LogKey.count: "\(dropped)"])
                }
                return
            } catch {
                // Room may be made, by the database catching up or by a person: until then libzmq holds what arrives.
                let wait = delay.failed()
                logger.log(
                    level: delay.failures == 1 ? .error : .debug, "spool does not take messages, retrying",
                    metadata: [LogKey.error: "\(error)", LogKey.attempts: "\(delay.failures)"])
                heartbeat.beat()
                try await Task.sleep(for: wait)
            }
        }
    }
}
