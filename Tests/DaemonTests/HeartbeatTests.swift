// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Daemon

@Suite struct `A heartbeat` {
    @Test func `is there while nothing is to be done`() {
        let heartbeat = Heartbeat()
        #expect(heartbeat.isAlive(within: .zero))
        heartbeat.begin()
        heartbeat.end()
        #expect(heartbeat.isAlive(within: .zero))
    }

    @Test func `stops when work makes no progress, and goes on when it does`() {
        let heartbeat = Heartbeat()
        heartbeat.begin()
        #expect(heartbeat.isAlive(within: .seconds(3_600)))
        #expect(!heartbeat.isAlive(within: .zero))
        heartbeat.beat()
        #expect(heartbeat.isAlive(within: .seconds(3_600)))
    }

    /// A migration that follows an outage would be watched, and killed.
    @Test func `does not begin by itself`() {
        let heartbeat = Heartbeat()
        heartbeat.beat()
        #expect(heartbeat.isAlive(within: .zero))
    }
}
