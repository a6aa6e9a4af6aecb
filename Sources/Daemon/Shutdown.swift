// SPDX-License-Identifier: Apache-2.0

internal import ServiceLifecycle
internal import Synchronization

/// How much time is left for work that keeps failing, once the daemon was told to stop.
final class Shutdown: Sendable {
    private let began = Mutex<ContinuousClock.Instant?>(nil)

    /// How long after a shutdown began failing work is still tried: well below systemd's patience with us.
    private static let patience = Duration.seconds(10)

    /// The daemon was told to stop.
    func begin() {
        began.withLock { $0 = $0 ?? .now }
    }

    /// Waits before another attempt, shorter while stopping; false when there is no time left for one.
    func pause(_ wait: Duration) async throws -> Bool {
        guard let since = began.withLock({ $0 }) else {
            await cancelWhenGracefulShutdown { try? await Task.sleep(for: wait) }
            return true
        }
        guard since.duration(to: .now) < Self.patience else { return false }
        try await Task.sleep(for: min(wait, .seconds(1)))
        return true
    }
}
