// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What the numbers of one batch change: where the publishers' counts are, and what is missing; pure.
struct SequenceChanges {
    /// Where a publisher's count is, and when it was heard last.
    struct Place: Hashable {
        var tracker: SequenceTracker
        var heardAt: Timestamp
    }

    private(set) var places: [String: Place]
    /// Gaps in the order in which they were noticed.
    private(set) var gaps: [NewGap] = []
    /// The publishers whose numbers began again.
    private(set) var begunAnew: [String] = []

    private var seen: Set<ExactText>
    private var awaited: [String: [ClosedRange<Int64>]]

    /// So many gaps of a publisher are told apart in one batch; those after them become one, with what lies between.
    static let maximumGaps = 16

    /// - Parameters:
    ///   - places: where the counts of the publishers are.
    ///   - known: the identities that were stored before.
    ///   - awaited: what is missing of each publisher.
    init(places: [String: Place], known: Set<ExactText>, awaited: [String: [ClosedRange<Int64>]]) {
        self.places = places
        seen = known
        self.awaited = awaited
    }

    /// Takes a number.
    mutating func heard(_ spoken: SpokenNumber) {
        // What could not become a message may have come before, and proves nothing.
        let wasSeen = spoken.msgID.map { !seen.insert(ExactText($0)).inserted } ?? true
        let isAwaited = awaited[spoken.publisher, default: []].contains { $0.contains(spoken.number) }
        var place = places[spoken.publisher] ?? Place(tracker: SequenceTracker(), heardAt: spoken.receivedAt)
        let finding = place.tracker.heard(spoken.number, wasSeen: wasSeen, isAwaited: isAwaited)
        if finding.isAnew { beginAnew(spoken.publisher) }
        for numbers in finding.missing { miss(numbers, of: spoken, since: place.heardAt) }
        place.heardAt = spoken.receivedAt
        places[spoken.publisher] = place
    }

    private mutating func beginAnew(_ publisher: String) {
        begunAnew.append(publisher)
        awaited[publisher] = nil
        gaps = gaps.map { gap in
            guard gap.source == publisher else { return gap }
            var gap = gap
            gap.state = .lost
            gap.detail = Self.anewDetail
            return gap
        }
    }

    private mutating func miss(_ numbers: ClosedRange<Int64>, of spoken: SpokenNumber, since: Timestamp) {
        awaited[spoken.publisher, default: []].append(numbers)
        let open = gaps.indices.filter { gaps[$0].source == spoken.publisher && gaps[$0].state == .open }
        if open.count >= Self.maximumGaps, let index = open.last, let before = gaps[index].numbers {
            gaps[index].numbers = before.lowerBound...max(before.upperBound, numbers.upperBound)
            gaps[index].until = spoken.receivedAt
        } else {
            gaps.append(
                NewGap(source: spoken.publisher, numbers: numbers, since: since, until: spoken.receivedAt))
        }
    }

    /// Why what was missed before cannot be asked for any more.
    static let anewDetail = "the publisher's numbers began again"
}
