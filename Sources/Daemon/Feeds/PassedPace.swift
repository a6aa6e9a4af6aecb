// SPDX-License-Identifier: Apache-2.0

/// How often it is written down how far feeds are past what was not for them; pure.
///
/// Each second for a hundred feeds; of more, so rarely that there are about a hundred bookmarks a second, but each at least
/// every 10 seconds. After a crash a feed reads so much again, and takes nothing of it.
struct PassedPace: Hashable, Sendable {
    private var last: ContinuousClock.Instant?

    /// Whether it is to be written down now; asked about once a second.
    mutating func isDue(feeds: Int, at now: ContinuousClock.Instant) -> Bool {
        let pause = Duration.seconds(min((feeds - 1) / 100, 10)) - .milliseconds(100)
        if let last, last.duration(to: now) < pause { return false }
        last = now
        return true
    }
}
