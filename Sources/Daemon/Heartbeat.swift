// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Whether work goes on: it is idle, or it made progress not long ago.
final class Heartbeat: Sendable {
    /// When the work that is under way last made progress; nil while there is none.
    private let busySince = Mutex<ContinuousClock.Instant?>(nil)

    /// Work begins.
    func begin() { busySince.withLock { $0 = .now } }

    /// The work under way made progress. Where none is, none begins: it might be watched without an end.
    func beat() { busySince.withLock { if $0 != nil { $0 = .now } } }

    /// The work is done.
    func end() { busySince.withLock { $0 = nil } }

    /// Whether the work under way, if any, made progress within a time.
    func isAlive(within limit: Duration) -> Bool {
        guard let since = busySince.withLock({ $0 }) else { return true }
        return since.duration(to: .now) < limit
    }
}
