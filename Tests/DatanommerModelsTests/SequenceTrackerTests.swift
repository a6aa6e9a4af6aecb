// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import DatanommerModels

@Suite struct `The tracker of a publisher's numbers` {
    private typealias Finding = SequenceTracker.Finding

    /// What a tracker finds in numbers that are all new.
    private func findings(_ numbers: Int64..., after last: Int64? = nil) -> [Finding] {
        var tracker = SequenceTracker(last: last)
        return numbers.map { tracker.heard($0, wasSeen: false, isAwaited: false) }
    }

    @Test func `misses nothing before the first number, nor where one follows the other`() {
        #expect(findings(7, 8, 9) == [Finding(), Finding(), Finding()])
    }

    @Test func `misses what lies between two numbers`() {
        #expect(findings(4, 7, after: 1) == [Finding(missing: [2...3]), Finding(missing: [5...6])])
        #expect(findings(1_000_001, after: 1) == [Finding(missing: [2...1_000_000])])
    }

    @Test func `moves for no late message`() {
        var tracker = SequenceTracker(last: 10)
        #expect(
            [3, 10, 4].map { tracker.heard($0, wasSeen: true, isAwaited: false) } == [Finding(), Finding(), Finding()])
        #expect(tracker.heard(5, wasSeen: false, isAwaited: true) == Finding())
        #expect(tracker == SequenceTracker(last: 10))
    }

    @Test func `believes that numbers began again when a second one says so`() {
        #expect(findings(1, 2, 3, after: 100) == [Finding(), Finding(isAnew: true), Finding()])
        #expect(
            findings(5, 8, 9, after: 100) == [Finding(), Finding(missing: [1...4, 6...7], isAnew: true), Finding()])
    }

    @Test func `believes a far leap when a second one goes on from there`() {
        #expect(
            findings(5_000_000, 5_000_001, after: 10) == [Finding(), Finding(missing: [11...4_999_999])])
    }

    @Test(arguments: [Int64.min, -1, 0, 1, 5, 2_000_000, 1_000_000_000_000_000, .max])
    func `is not moved by one odd number`(odd: Int64) {
        let found = findings(101, odd, 102, 103, after: 100)
        #expect(found == [Finding(), Finding(), Finding(), Finding()])
        var tracker = SequenceTracker(last: 100)
        _ = tracker.heard(odd, wasSeen: false, isAwaited: false)
        _ = tracker.heard(101, wasSeen: false, isAwaited: false)
        #expect(tracker == SequenceTracker(last: 101))
    }

    @Test func `comes to no harm at the end of all numbers`() {
        #expect(findings(.max, after: .max - 2) == [Finding(missing: [(.max - 1)...(.max - 1)])])
        #expect(findings(.max, .max, .min, 1, 2, after: .max).allSatisfy { $0.missing.isEmpty })
    }
}

@Suite struct `The numbers of a batch` {
    private func changes(_ numbers: [Int64], known: Set<ExactText> = []) -> SequenceChanges {
        let place = SequenceChanges.Place(tracker: SequenceTracker(last: 0), heardAt: .sample(0))
        var changes = SequenceChanges(places: ["p": place], known: known, awaited: [:])
        for number in numbers {
            changes.heard(
                SpokenNumber(publisher: "p", number: number, msgID: "\(number)", receivedAt: .sample(number)))
        }
        return changes
    }

    @Test func `tell when a gap began and ended`() {
        #expect(
            changes([1, 4]).gaps == [NewGap(source: "p", numbers: 2...3, since: .sample(1), until: .sample(4))])
    }

    @Test func `make few gaps of many`() {
        let gaps = changes(Array(stride(from: 2, through: 200, by: 2))).gaps
        #expect(gaps.count == SequenceChanges.maximumGaps)
        #expect(gaps.first?.numbers == 1...1 && gaps.last?.numbers == 31...199)
    }

    @Test func `that come late are awaited, known, or said twice`() {
        let late = changes([1, 5, 3, 2, 5, 1], known: [])
        #expect(late.gaps.map(\.numbers) == [2...4] && late.begunAnew == [])
        #expect(late.places["p"]?.tracker == SequenceTracker(last: 5))
        #expect(changes([50, 3, 4, 5, 51], known: [ExactText("3"), ExactText("4"), ExactText("5")]).begunAnew == [])
    }

    @Test func `that begin again close what was missed before`() {
        var changes = changes([1, 9])
        for number in [Int64(20), 21] {
            changes.heard(SpokenNumber(publisher: "q", number: number, msgID: nil, receivedAt: .sample(30)))
        }
        for (number, id) in [(Int64(1), "new 1"), (2, "new 2")] {
            changes.heard(SpokenNumber(publisher: "p", number: number, msgID: id, receivedAt: .sample(40)))
        }
        #expect(changes.begunAnew == ["p"])
        #expect(
            changes.gaps == [
                NewGap(
                    source: "p", numbers: 2...8, since: .sample(1), until: .sample(9), state: .lost,
                    detail: SequenceChanges.anewDetail)
            ])
        #expect(changes.places["p"]?.tracker == SequenceTracker(last: 2))
        #expect(changes.places["q"]?.tracker == SequenceTracker(last: 21))
    }
}
