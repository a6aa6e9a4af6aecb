// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Flow

@Suite struct `A gathering` {
    private let start = ContinuousClock.now
    private let cadence = Cadence(limit: 3, within: .seconds(10), bytes: 10_000)

    @Test func `goes when there are enough, the oldest first, and keeps the others`() {
        var gathering = Gathering(cadence)
        gathering.add(.samples(1...2), at: start)
        #expect(!gathering.isDue(at: start))
        gathering.add(.samples(3...7), at: start)
        #expect(gathering.isDue(at: start))
        #expect(gathering.take().map(\.position) == [1, 2, 3])
        #expect(gathering.take().map(\.position) == [4, 5, 6])
        #expect(!gathering.isDue(at: start))
        #expect(gathering.take().map(\.position) == [7])
        #expect(gathering.isEmpty && gathering.due == nil)
        #expect(gathering.take() == [])
    }

    @Test func `goes when its first record has waited long enough, not its last`() {
        var gathering = Gathering(cadence)
        #expect(gathering.due == nil)
        gathering.add(.samples(1...1), at: start)
        gathering.add(.samples(2...2), at: start + .seconds(9))
        #expect(!gathering.isDue(at: start + .seconds(9)))
        #expect(gathering.due == start + .seconds(10))
        #expect(gathering.isDue(at: start + .seconds(10)))
        #expect(gathering.take().count == 2)
        gathering.add(.samples(3...3), at: start + .seconds(11))
        #expect(gathering.due == start + .seconds(21))
    }

    @Test func `goes when it is large enough, and a record that is larger than all goes alone`() {
        var gathering = Gathering(cadence)
        gathering.add([.sample(1, bytes: 4_000), .sample(2, bytes: 4_000)], at: start)
        #expect(!gathering.isFull)
        gathering.add([.sample(3, bytes: 4_000), .sample(4, bytes: 50_000)], at: start)
        #expect(gathering.isFull)
        #expect(gathering.take().map(\.position) == [1, 2])
        #expect(gathering.take().map(\.position) == [3])
        #expect(gathering.isFull)
        #expect(gathering.take().map(\.position) == [4])
        #expect(!gathering.isFull)
    }

    @Test func `of a prio feed is one record, at once`() {
        var gathering = Gathering(.prio)
        gathering.add(.samples(1...2), at: start)
        #expect(gathering.isDue(at: start))
        #expect(gathering.take().map(\.position) == [1])
        #expect(gathering.isDue(at: start))
    }
}
