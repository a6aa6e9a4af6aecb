// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Daemon

@Suite struct `Writing down what feeds have passed` {
    /// At which of the first 21 seconds it is due.
    private func seconds(feeds: Int) -> [Int] {
        let start = ContinuousClock.now
        var pace = PassedPace()
        return (0...20).filter { pace.isDue(feeds: feeds, at: start + .seconds($0)) }
    }

    @Test func `is due each second for a few feeds, more rarely for many, and every ten seconds for any number`() {
        #expect(seconds(feeds: 0) == Array(0...20))
        #expect(seconds(feeds: 200) == Array(0...20))
        #expect(seconds(feeds: 501) == [0, 5, 10, 15, 20])
        #expect(seconds(feeds: 100_000) == [0, 10, 20])
    }
}
