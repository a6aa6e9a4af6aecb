// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// Does work until it succeeds, and waits longer after each failure; a shutdown leaves it little time.
struct Retrying: Sendable {
    let shutdown: Shutdown
    /// Told after each attempt and each wait, so that neither is taken for a standstill.
    let heartbeat: Heartbeat

    /// How much longer than it should a pause may take.
    private static let leeway = Duration.seconds(10)

    /// Does the work until it succeeds.
    ///
    /// - Parameters:
    ///   - isTemporary: whether the same work may succeed later.
    ///   - onFailure: told of each failure, and how many there were.
    /// - Returns: what the work gives, and how often it failed before; nil when a shutdown does not leave the time.
    /// - Throws: what is not temporary, and what is no `Failure`.
    func untilDone<R, Failure: Error>(
        isTemporary: (Failure) -> Bool, onFailure: (Failure, Int) -> Void, _ work: () async throws -> R
    ) async throws -> (result: R, failures: Int)? {
        var backOff = BackOff.storing
        var generator = SystemRandomNumberGenerator()
        while true {
            do {
                return (try await work(), backOff.failures)
            } catch let error as Failure where isTemporary(error) {
                let wait = backOff.failed(using: &generator)
                onFailure(error, backOff.failures)
                heartbeat.wait(wait + Self.leeway)
                guard try await shutdown.pause(wait) else { return nil }
                heartbeat.beat()
            }
        }
    }
}
