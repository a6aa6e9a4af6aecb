// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Daemon

@Suite struct `A spool that fills` {
    @Test func `is told once at the beginning and once at the end, however often it is full`() {
        var fill = SpoolFill(limit: 1_000)
        var news: [String] = []
        let holds = { (bytes: Int) in
            if let dropped = fill.holds(bytes) { news.append("room, \(dropped) dropped") }
        }
        let filled = { (dropped: Int) in if fill.filled(dropped: dropped) { news.append("full") } }
        holds(999)
        // As much as the database takes comes in again.
        for _ in 0..<100 {
            filled(0)
            holds(980)
            holds(500)
        }
        #expect(news == ["full"])
        holds(499)
        holds(0)
        filled(3)
        holds(900)
        filled(4)
        holds(0)
        filled(0)
        #expect(news == ["full", "room, 0 dropped", "full", "room, 7 dropped", "full"])
        #expect(fill.isFull && fill.pending == 0)
    }
}
