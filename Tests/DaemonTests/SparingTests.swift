// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Daemon

@Suite struct `What happens over and over` {
    private let start = ContinuousClock.now

    @Test func `is told at once, then once a minute with all that was not told`() {
        var sparing = Sparing()
        let seconds = [0, 1, 59, 60, 61, 180, 181]
        let told = seconds.map { sparing.happened("expired", count: 2, at: start + .seconds($0)) }
        #expect(told == [2, nil, nil, 6, nil, 4, nil])
        #expect(sparing.untold.map(\.name) == ["expired"])
        #expect(sparing.untold.map(\.count) == [2])
    }

    @Test func `is told of each name by itself`() {
        var sparing = Sparing()
        #expect(sparing.happened("a", count: 1, at: start) == 1)
        #expect(sparing.happened("b", count: 3, at: start) == 3)
        #expect(sparing.happened("a", count: 1, at: start) == nil)
        #expect(sparing.untold.map(\.name) == ["a"])
    }
}
