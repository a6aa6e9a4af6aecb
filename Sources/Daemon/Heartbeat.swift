// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Whether work goes on: it is idle, or it made progress not long ago.
final class Heartbeat: Sendable {
    /// When the work that is under way last made progress; nil while there is none.
    private let busySince = Mutex<ContinuousClock.Instant?>(nil)

    /// Work begins.
    func begin() { beat() }

    /// The work under way made progress.
    func beat() { busySince.withLock { $0 = .now } }

    /// The work is done.
    func end() { busySince.withLock { $0 = nil } }

    /// Whether the work under way, if any, made progress within a time.
    func isAlive(within limit: Duration) -> Bool {
        guard let since = busySince.withLock({ $0 }) else { return true }
        return since.duration(to: .now) < limit
    }
}
