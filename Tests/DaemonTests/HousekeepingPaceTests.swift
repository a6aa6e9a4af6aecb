// SPDX-License-Identifier: Apache-2.0

import Settings
import Testing

@testable import Daemon

@Suite struct `Housekeeping` {
    private let start = ContinuousClock.now

    private func rules(every: Duration = .seconds(3600), ahead: Int = 3) -> HousekeepingRules {
        var settings = Settings()
        settings.retention.every = every
        settings.partitions.ahead = ahead
        return HousekeepingRules(settings)
    }

    @Test func `is due at the start, then after each interval`() {
        var pace = HousekeepingPace()
        #expect(pace.isDue(rules(), at: start))
        #expect(pace.ended(rules(), isDone: true, at: start) == .seconds(3600))
        #expect(!pace.isDue(rules(), at: start + .seconds(3599)))
        #expect(pace.isDue(rules(), at: start + .seconds(3600)))
    }

    @Test func `is due at once when the rules changed, and once only`() {
        var pace = HousekeepingPace()
        _ = pace.ended(rules(), isDone: true, at: start)
        #expect(pace.isDue(rules(ahead: 4), at: start))
        _ = pace.ended(rules(ahead: 4), isDone: true, at: start)
        #expect(!pace.isDue(rules(ahead: 4), at: start))
    }

    @Test func `is tried again after a minute, then later and later, never later than it would be due anyway`() {
        var pace = HousekeepingPace()
        let waits = (0..<8).map { _ in pace.ended(rules(), isDone: false, at: start) }
        #expect(waits == [60, 120, 240, 480, 960, 1920, 3600, 3600].map { .seconds($0) })
        #expect(pace.failures == 8)
        for _ in 0..<80 { _ = pace.ended(rules(), isDone: false, at: start) }
        #expect(pace.ended(rules(every: .seconds(5)), isDone: false, at: start) == .seconds(5))
        #expect(pace.ended(rules(), isDone: true, at: start) == .seconds(3600))
        #expect(pace.failures == 0)
        #expect(pace.ended(rules(), isDone: false, at: start) == .seconds(60))
    }
}
