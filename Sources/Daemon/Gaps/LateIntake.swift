// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import Flow
internal import Logging
internal import SQL
internal import Spool

/// The way of what was missed to the spool and the database, behind everything that comes by itself.
struct LateIntake: Sendable {
    let spool: Spool
    let logger: Logger

    /// How often it is looked whether there is room.
    private static let pause = Duration.milliseconds(500)

    /// So many bytes are taken at once: too few to fill a spool that was idle.
    private static let portion = 4 << 20

    /// Makes messages durable in the spool, once there is little in it; false when the task was cancelled before.
    func take(_ envelopes: [Envelope]) async -> Bool {
        var (portion, bytes): ([Envelope], Int) = ([], 0)
        for envelope in envelopes {
            portion.append(envelope)
            bytes += envelope.body.count
            guard bytes >= Self.portion else { continue }
            guard await takeAtOnce(portion) else { return false }
            (portion, bytes) = ([], 0)
        }
        return portion.isEmpty ? !Task.isCancelled : await takeAtOnce(portion)
    }

    private func takeAtOnce(_ envelopes: [Envelope]) async -> Bool {
        var backOff = BackOff.storing
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            guard await spool.isIdle else {
                // What is said now goes before what was said once: that can be asked for again.
                try? await Task.sleep(for: Self.pause)
                continue
            }
            do throws(SpoolError) {
                _ = try await spool.append(ReceivedBatch(envelopes: envelopes))
                return true
            } catch {
                // Reception meets the same error, and tells it.
                try? await Task.sleep(for: backOff.failed(using: &generator))
            }
        }
        return false
    }

    /// Does work on the database until it succeeds; nil when the task was cancelled before.
    func untilDone<R: Sendable>(_ work: () async throws -> R) async -> R? {
        var backOff = BackOff.storing
        var generator = SystemRandomNumberGenerator()
        while !Task.isCancelled {
            do {
                return try await work()
            } catch {
                // A gap that is not settled stays open, which is true; recording tells of an outage.
                let wait = backOff.failed(using: &generator)
                logger.debug("gaps wait for the database", metadata: [LogKey.error: "\(error)"])
                try? await Task.sleep(for: wait)
            }
        }
        return nil
    }
}
