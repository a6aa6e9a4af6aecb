// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Whether work goes on: it is idle, it made progress not long ago, or it waits for somebody else who may take his time.
final class Heartbeat: Sendable {
    private struct Busy {
        /// When the work that is under way last made progress.
        var since: ContinuousClock.Instant
        /// How long it may wait for somebody else.
        var patience: Duration
    }

    /// Nil while there is no work.
    private let busy = Mutex<Busy?>(nil)

    /// Work begins.
    func begin() { busy.withLock { $0 = Busy(since: .now, patience: .zero) } }

    /// The work under way made progress. Where none is, none begins: it might be watched without an end.
    func beat() { wait(.zero) }

    /// The work under way made progress, and waits for somebody else now.
    ///
    /// - Parameter patience: after which this is a standstill, however patient the one who asks is.
    func wait(_ patience: Duration) {
        busy.withLock { if $0 != nil { $0 = Busy(since: .now, patience: patience) } }
    }

    /// The work is done.
    func end() { busy.withLock { $0 = nil } }

    /// Whether the work under way, if any, made progress within a time, or within its own patience.
    func isAlive(within limit: Duration) -> Bool {
        guard let busy = busy.withLock({ $0 }) else { return true }
        return busy.since.duration(to: .now) < max(limit, busy.patience)
    }
}
