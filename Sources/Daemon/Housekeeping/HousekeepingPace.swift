// SPDX-License-Identifier: Apache-2.0

/// When there is housekeeping to do: at once, after each interval, when the rules changed, and sooner after a failure; pure.
struct HousekeepingPace: Hashable, Sendable {
    private struct Turn: Hashable, Sendable {
        var due: ContinuousClock.Instant
        /// The rules that the turn before went by.
        var rules: HousekeepingRules
    }

    /// How often it failed in a row.
    private(set) var failures = 0
    private var next: Turn?

    /// The wait after the first failure: whoever reads a partition may be gone then, a server may be back.
    private static let first = Duration.seconds(60)

    /// Whether it is time, now that somebody asks.
    func isDue(_ rules: HousekeepingRules, at now: ContinuousClock.Instant) -> Bool {
        guard let next else { return true }
        return rules != next.rules || now >= next.due
    }

    /// It was done, or it failed: how long until the next time.
    mutating func ended(_ rules: HousekeepingRules, isDone: Bool, at now: ContinuousClock.Instant) -> Duration {
        failures = isDone ? 0 : failures + 1
        let wait = isDone ? rules.every : min(rules.every, Self.first * (1 << min(failures - 1, 20)))
        next = Turn(due: now.advanced(by: wait), rules: rules)
        return wait
    }
}
