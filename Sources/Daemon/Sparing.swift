// SPDX-License-Identifier: Apache-2.0

/// Decides when something that happens over and over again is told: at once the first time, then at most once a minute,
/// with how often it happened since; pure.
struct Sparing: Hashable, Sendable {
    private struct Told: Hashable, Sendable {
        var last: ContinuousClock.Instant
        var untold = 0
    }

    private static let interval = Duration.seconds(60)

    private var told: [String: Told] = [:]

    /// Something happened some times.
    ///
    /// - Parameters:
    ///   - name: what; of a bounded set of names.
    ///   - count: how often.
    /// - Returns: how often to tell that it happened; nil: not now.
    mutating func happened(_ name: String, count: Int, at now: ContinuousClock.Instant) -> Int? {
        guard let before = told[name], before.last.duration(to: now) < Self.interval else {
            defer { told[name] = Told(last: now) }
            return count + (told[name]?.untold ?? 0)
        }
        told[name]?.untold += count
        return nil
    }

    /// What was not told yet, sorted by name: for the end.
    var untold: [(name: String, count: Int)] {
        told.filter { $0.value.untold > 0 }.map { ($0.key, $0.value.untold) }.sorted { $0.name < $1.name }
    }
}
