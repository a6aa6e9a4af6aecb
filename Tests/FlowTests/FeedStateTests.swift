// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flow

@Suite struct `A feed` {
    private let start = ContinuousClock.now
    private let cadence = Cadence(limit: 2, within: .seconds(10), bytes: 1_000_000)
    private var generator = FixedGenerator()

    /// A feed past position 7 that has read some records behind it.
    private func feed(_ records: [Record] = [], through: Int64 = 7, concurrency: Int = 1) -> FeedState {
        var feed = FeedState(bookmark: 7, generation: 1, cadence: cadence, concurrency: concurrency)
        if !records.isEmpty || through > 7 {
            _ = feed.next(at: start)
            _ = feed.read(records, through: through, isEnd: true, epoch: 0, at: start)
        }
        return feed
    }

    private func delivery(_ number: Int, _ positions: ClosedRange<Int64>, through: Int64) -> Delivery {
        Delivery(number: number, records: .samples(positions), through: through, generation: 1)
    }

    @Test func `reads behind its bookmark, once at a time, and waits at the end until something comes`() {
        var feed = feed()
        #expect(feed.next(at: start) == .read(after: 7))
        #expect(feed.next(at: start) == .idle)
        _ = feed.read([], through: 9, isEnd: false, epoch: 0, at: start)
        #expect(feed.next(at: start) == .read(after: 9))
        _ = feed.read([], through: 12, isEnd: true, epoch: 0, at: start)
        #expect(feed.next(at: start) == .idle)
        #expect(feed.bookmark == 12)
        feed.somethingCame()
        #expect(feed.next(at: start) == .read(after: 12))
    }

    @Test func `goes past what is not for it without reading, where it stands there and does not read`() {
        var feed = feed(through: 12)
        #expect(!feed.passes(14...20) && feed.position == 12)
        #expect(feed.passes(5...12) && feed.position == 12)
        #expect(feed.passes(13...20) && feed.passes(19...22))
        #expect(feed.position == 22 && feed.bookmark == 22 && feed.next(at: start) == .idle)
        feed.somethingCame()
        #expect(feed.next(at: start) == .read(after: 22))
        #expect(!feed.passes(23...24) && feed.position == 22)
        _ = feed.read(.samples(23...23), through: 23, isEnd: true, epoch: 0, at: start)
        #expect(feed.passes(24...30) && feed.position == 30 && feed.bookmark == 22)
    }

    @Test func `goes past nothing while it is paused, ends, or another generation is on its way`() {
        var paused = feed(through: 12)
        paused.placed(at: 9, generation: 2, isPaused: true)
        #expect(paused.passes(10...20) && paused.position == 9)
        var ending = feed(through: 12)
        ending.end()
        #expect(ending.passes(13...20) && ending.position == 12)
        var placed = feed(.samples(8...9), through: 9)
        _ = placed.next(at: start)
        placed.placed(at: 9, generation: 2, isPaused: false)
        #expect(!placed.passes(10...20) && placed.position == 9)
    }

    @Test func `moves its bookmark past what it does not take only when nothing before it is left`() {
        var feed = feed(.samples(8...8), through: 20)
        #expect(feed.bookmark == 7)
        let first = delivery(1, 8...8, through: 20)
        #expect(feed.next(at: start + .seconds(10)) == .deliver(first))
        #expect(feed.finished(first, first.move())?.position == 20)
        #expect(feed.bookmark == 20)
    }

    @Test func `gathers by its cadence while a batch is under way, but reads no more than the next batch`() {
        var feed = feed(.samples(8...12), through: 12)
        let first = delivery(1, 8...9, through: 9)
        #expect(feed.next(at: start) == .deliver(first))
        #expect(feed.next(at: start) == .idle)
        #expect(feed.finished(first, first.move()) == BookmarkMove(to: 9, delivered: 2))
        let second = delivery(2, 10...11, through: 11)
        #expect(feed.next(at: start) == .deliver(second))
        #expect(feed.finished(second, second.move()) == BookmarkMove(to: 11, delivered: 2))
        #expect(feed.next(at: start) == .wait(until: start + .seconds(10)))
        feed.somethingCame()
        #expect(feed.next(at: start) == .read(after: 12))
        #expect(feed.next(at: start + .seconds(10)) == .deliver(delivery(3, 12...12, through: 12)))
    }

    @Test mutating func `delivers the same again after what it did not take, and waits longer each time`() {
        var feed = feed(.samples(8...9), through: 9)
        let first = delivery(1, 8...9, through: 9)
        #expect(feed.next(at: start) == .deliver(first))
        var now = start
        for wait in [1, 2, 4, 8, 16, 32, 64, 64] {
            #expect(feed.failed(first, at: now, using: &generator) == .seconds(wait) / 2)
            #expect(feed.next(at: now) == .wait(until: now + .seconds(wait) / 2))
            now += .seconds(wait)
            #expect(feed.next(at: now) == .deliver(first))
            #expect(feed.next(at: now) != .deliver(first))
        }
        #expect(feed.bookmark == 7)
        #expect(feed.finished(first, first.move()) == BookmarkMove(to: 9, delivered: 2))
        #expect(feed.failures == 0)
    }

    @Test mutating func `waits longer each time, though it can read meanwhile`() {
        var feed = feed(.samples(8...8), through: 8)
        let first = delivery(1, 8...8, through: 8)
        var now = start + .seconds(10)
        #expect(feed.next(at: now) == .deliver(first))
        for (wait, position) in zip([1, 2, 4, 8], Int64(8)...) {
            feed.somethingCame()
            #expect(feed.next(at: now) == .read(after: position))
            // What was read is not for it; the delivery is still under way.
            _ = feed.read([], through: position + 1, isEnd: true, epoch: 0, at: now)
            #expect(feed.failed(first, at: now, using: &generator) == .seconds(wait) / 2)
            now += .seconds(wait)
            #expect(feed.next(at: now) == .deliver(first))
        }
        #expect(feed.failures == 4)
        _ = feed.finished(first, first.move())
        #expect(feed.failures == 0)
    }

    @Test func `with several batches at once moves to the end of what is finished without a hole`() {
        var feed = feed(.samples(8...13), through: 15, concurrency: 3)
        let all = [
            delivery(1, 8...9, through: 9), delivery(2, 10...11, through: 11), delivery(3, 12...13, through: 15),
        ]
        for one in all { #expect(feed.next(at: start) == .deliver(one)) }
        #expect(feed.inFlight == 3)
        #expect(feed.finished(all[1], all[1].move()) == nil)
        #expect(feed.bookmark == 7)
        #expect(feed.finished(all[0], all[0].move()) == BookmarkMove(to: 11, delivered: 4))
        #expect(feed.finished(all[2], all[2].move()) == BookmarkMove(to: 15, delivered: 2))
    }

    @Test mutating func `with several batches at once tries one alone while its backend takes none`() {
        var feed = feed(.samples(8...13), through: 13, concurrency: 2)
        let (first, second) = (delivery(1, 8...9, through: 9), delivery(2, 10...11, through: 11))
        #expect(feed.next(at: start) == .deliver(first))
        #expect(feed.next(at: start) == .deliver(second))
        _ = feed.failed(second, at: start, using: &generator)
        _ = feed.failed(first, at: start, using: &generator)
        let later = start + .seconds(100)
        #expect(feed.next(at: later) == .deliver(first))
        #expect(feed.next(at: later) == .idle)
        _ = feed.finished(first, first.move())
        #expect(feed.next(at: later) == .deliver(second))
        #expect(feed.next(at: later) == .deliver(delivery(3, 12...13, through: 13)))
    }

    @Test func `counts what was refused beside what was delivered`() {
        var feed = feed(.samples(8...9), through: 9)
        let first = delivery(1, 8...9, through: 9)
        #expect(feed.next(at: start) == .deliver(first))
        let move = first.move(without: [.init(position: 9, reason: "no"), .init(position: 99, reason: "not there")])
        var expected = BookmarkMove(to: 9, delivered: 1)
        expected.refused = [.init(position: 9, id: "id-9", reason: "no")]
        #expect(feed.finished(first, move) == expected)
    }

    @Test func `goes on from another place when it is told to, after what is under way has ended`() {
        var feed = feed(.samples(8...11), through: 11)
        let first = delivery(1, 8...9, through: 9)
        #expect(feed.next(at: start) == .deliver(first))
        feed.placed(at: 3, generation: 2, isPaused: false)
        #expect(feed.bookmark == 3)
        #expect(feed.next(at: start) == .idle)
        #expect(feed.finished(first, first.move()) == nil)
        #expect(feed.bookmark == 3)
        #expect(feed.next(at: start) == .read(after: 3))
        _ = feed.read(.samples(4...5), through: 11, isEnd: true, epoch: 0, at: start)
        #expect(feed.position == 3)
    }

    @Test func `begins anew where it is put, also when another has run it under the same generation`() {
        var feed = feed(.samples(8...11), through: 11)
        feed.placed(at: 30, generation: 1, isPaused: false)
        #expect(feed.next(at: start) == .read(after: 30))
        _ = feed.read(.samples(12...13), through: 13, isEnd: true, epoch: 0, at: start)
        #expect(feed.position == 30 && feed.bookmark == 30)
        _ = feed.read([], through: 31, isEnd: true, epoch: 1, at: start)
        #expect(feed.bookmark == 31)
    }

    @Test func `does nothing while it is paused`() {
        var feed = feed(.samples(8...9), through: 9)
        feed.placed(at: 7, generation: 2, isPaused: true)
        #expect(feed.next(at: start) == .idle)
        feed.placed(at: 7, generation: 3, isPaused: false)
        #expect(feed.next(at: start) == .read(after: 7))
    }

    @Test func `told to end begins nothing, and has ended when nothing is under way`() {
        var feed = feed(.samples(8...11), through: 11)
        let first = delivery(1, 8...9, through: 9)
        #expect(feed.next(at: start) == .deliver(first))
        feed.end()
        #expect(!feed.hasEnded)
        #expect(feed.next(at: start) == .idle)
        _ = feed.finished(first, first.move())
        feed.isStoring = true
        #expect(!feed.hasEnded)
        feed.isStoring = false
        #expect(feed.hasEnded)
        #expect(feed.bookmark == 9)
    }

    @Test func `sets aside what nobody can tell of, with the bookmark that passes it`() {
        var feed = feed()
        #expect(feed.next(at: start) == .read(after: 7))
        let odd = [8, 12].map { BookmarkMove.Refused(position: $0, id: "id-\($0)", reason: "?") }
        let read = feed.read(.samples(9...10), undecided: odd, through: 12, isEnd: true, epoch: 0, at: start)
        #expect(read == nil)
        let first = delivery(1, 9...10, through: 12)
        #expect(feed.next(at: start) == .deliver(first))
        var expected = BookmarkMove(to: 12, delivered: 2)
        expected.refused = odd
        #expect(feed.finished(first, first.move()) == expected)
        feed.somethingCame()
        #expect(feed.next(at: start) == .read(after: 12))
        let alone = [BookmarkMove.Refused(position: 13, id: "id-13", reason: "?")]
        let move = feed.read([], undecided: alone, through: 14, isEnd: true, epoch: 0, at: start)
        #expect(move?.position == 14 && move?.refused == alone)
    }

    @Test func `delivers nothing while its bookmark is being written down, but reads`() {
        var feed = feed(.samples(8...11), through: 11)
        feed.isStoring = true
        #expect(feed.next(at: start) == .idle)
        feed.isStoring = false
        #expect(feed.next(at: start) == .deliver(delivery(1, 8...9, through: 9)))
    }

    @Test mutating func `whose reading failed waits, and reads again`() {
        var feed = feed()
        #expect(feed.next(at: start) == .read(after: 7))
        feed.readFailed(epoch: 0, at: start, using: &generator)
        #expect(feed.next(at: start) == .wait(until: start + .milliseconds(500)))
        #expect(feed.next(at: start + .seconds(1)) == .read(after: 7))
        _ = feed.read([], through: 8, isEnd: true, epoch: 0, at: start)
        #expect(feed.failures == 0)
    }
}

/// Draws the least there is.
private struct FixedGenerator: RandomNumberGenerator {
    mutating func next() -> UInt64 { 0 }
}

extension BookmarkMove {
    fileprivate init(to position: Int64, delivered: Int) {
        self.init(to: position)
        self.delivered = delivered
    }
}
