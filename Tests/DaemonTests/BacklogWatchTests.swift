// SPDX-License-Identifier: Apache-2.0

import Bus
import SQL
import Testing

@testable import Daemon

@Suite struct `The watch over what is in doubt` {
    private func time(_ second: Int64) -> Timestamp { Timestamp(microseconds: second * 1_000_000) }

    /// Notes a change; whether there is something to do.
    private func note(_ watch: inout BacklogWatch, _ endpoint: String, _ isConnected: Bool, _ second: Int64) -> Bool {
        watch.note(ConnectionChange(endpoint: endpoint, isConnected: isConnected), at: time(second))
    }

    @Test func `ends the doubt when all are connected and the backlog was asked`() {
        var watch = BacklogWatch(endpoints: ["a", "b"], coveredUntil: time(1))
        #expect(note(&watch, "a", true, 2))
        watch.beginAsking()
        watch.asked(upTo: time(3))
        #expect(watch.coveredUntil == time(3) && !watch.isDue)
        #expect(note(&watch, "b", true, 4))
        watch.beginAsking()
        watch.asked(upTo: time(5))
        #expect(watch.coveredUntil == nil && watch.away == [])
    }

    @Test func `begins the doubt with the first loss, and asks when that one is back`() {
        var watch = BacklogWatch(endpoints: [], coveredUntil: time(1))
        watch.asked(upTo: time(2))
        #expect(note(&watch, "a", false, 10))
        #expect(note(&watch, "b", false, 20) == false)
        #expect(watch.coveredUntil == time(10) && !watch.isDue)
        #expect(note(&watch, "b", true, 30))
        watch.beginAsking()
        watch.asked(upTo: time(31))
        #expect(watch.coveredUntil == time(31))
    }

    @Test func `asks once more for who comes and goes while it asks`() {
        var watch = BacklogWatch(endpoints: ["a"], coveredUntil: time(1))
        _ = note(&watch, "a", true, 2)
        watch.beginAsking()
        #expect(note(&watch, "a", false, 4) == false)
        #expect(note(&watch, "a", true, 5))
        watch.asked(upTo: time(3))
        #expect(watch.coveredUntil == time(3) && watch.isDue)
    }

    @Test func `has nothing to do when one is connected of whom nothing is in doubt`() {
        var watch = BacklogWatch(endpoints: [], coveredUntil: time(1))
        watch.asked(upTo: time(2))
        #expect(note(&watch, "new", true, 3) == false)
        #expect(watch.coveredUntil == nil)
    }

    @Test func `forgets who is no longer listened to`() {
        var watch = BacklogWatch(endpoints: ["a", "b"], coveredUntil: time(1))
        watch.listen(to: ["b", "c"], insteadOf: ["a", "b"])
        #expect(watch.away == ["b", "c"])
    }
}
