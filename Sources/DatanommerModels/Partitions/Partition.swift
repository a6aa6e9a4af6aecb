// SPDX-License-Identifier: Apache-2.0

/// A stretch of time whose messages, and the ways to them, lie in tables of their own.
public struct Partition: Hashable, Sendable {
    /// Its table of the family of `messages`: `messages_2026_11`.
    public let name: String
    /// From when on; nil: from the beginning of time.
    public let start: Timestamp?
    /// Up to when, exclusive; nil: for ever.
    public let end: Timestamp?

    /// The partition with a name that its tables have.
    init(name: String, start: Timestamp?, end: Timestamp?) {
        self.name = name
        self.start = start
        self.end = end
    }

    /// The partition of a stretch of time, under the name that such a one gets.
    init(from start: Timestamp?, to end: Timestamp?) {
        let suffix =
            switch (start, end) {
            case (nil, _): "before"
            case (_, nil): "after"
            case (let start?, let end?):
                PartitionInterval(of: start..<end)?.name(of: start..<end)
                    ?? Self.between + PartitionInterval.day.name(of: start..<end) + "_"
                    + PartitionInterval.day.name(of: end..<end)
            }
        self.init(name: "\(MessageTable.journal)_\(suffix)", start: start, end: end)
    }

    /// Begins the name of a stretch that is no interval: `messages_from_2013_03_01_2026_11_01`.
    private static let between = "from_"

    /// Whether it holds what lies around and between the intervals, and may be divided when one of those is wanted.
    package var isRemainder: Bool {
        start == nil || end == nil || name.hasPrefix("\(MessageTable.journal)_\(Self.between)")
    }

    /// The interval that it is exactly one of.
    package var interval: PartitionInterval? {
        range.flatMap(PartitionInterval.init)
    }

    /// Its stretch of time; nil when it is open.
    var range: Range<Timestamp>? {
        guard let start, let end, start < end else { return nil }
        return start..<end
    }

    /// Its table of another family: `messages_users_2026_11`.
    package func table(of family: String) -> String {
        family + name.dropFirst(MessageTable.journal.count)
    }

    /// The part of a stretch of time that lies in it; nil when there is none.
    func overlap(with range: Range<Timestamp>) -> Partition? {
        let lower = max(range.lowerBound, start ?? range.lowerBound)
        let upper = min(range.upperBound, end ?? range.upperBound)
        return lower < upper ? Partition(from: lower, to: upper) : nil
    }
}
