// SPDX-License-Identifier: Apache-2.0

/// Follows the numbers of one publisher and says what is missing between them; pure.
///
/// A publisher with a store counts its messages 1, 2, 3 …, and begins again when its store was made anew. No signature
/// covers the number, so a single odd one moves nothing: a number that went back, or leapt far, is believed once the
/// number after it goes on from there.
struct SequenceTracker: Hashable, Sendable {
    /// What a number tells.
    struct Finding: Hashable, Sendable {
        /// The numbers that were not heard, in order.
        var missing: [ClosedRange<Int64>] = []
        /// The publisher counts from the beginning again: numbers missed before mean other messages now.
        var isAnew = false
    }

    /// The last number; nil before the first.
    private(set) var last: Int64?
    /// A number that went back or leapt, and is not believed yet.
    private(set) var doubtful: Int64?

    /// How far a number may leap and be believed by itself. A publisher that says 100 messages a second takes some hours.
    private static let believedLeap: Int64 = 1_000_000
    /// How far a number may be past a doubtful one to bear it out.
    private static let nearness: Int64 = 1_000

    init(last: Int64? = nil, doubtful: Int64? = nil) {
        self.last = last
        self.doubtful = doubtful
    }

    /// Whether a number is behind the last one, so that it matters whether it is new.
    func isBehind(_ number: Int64) -> Bool { last.map { number <= $0 } ?? false }

    /// Takes a number.
    ///
    /// - Parameters:
    ///   - wasSeen: whether the message was stored before, and so tells nothing when it is behind the last one.
    ///   - isAwaited: whether it is one of those that are missing, so that it may just be late.
    mutating func heard(_ number: Int64, wasSeen: Bool, isAwaited: Bool) -> Finding {
        // What no store gives is no number.
        guard number >= 1 else { return Finding() }
        guard let last else {
            last = number
            return Finding()
        }
        if number > last, number - last <= Self.believedLeap { return goOn(from: last, to: number) }
        if number <= last, wasSeen || (isAwaited && doubtful == nil) { return Finding() }
        guard let before = doubtful, number > before, number - before <= Self.nearness else {
            doubtful = number
            return Finding()
        }
        return believe(before, number, after: last)
    }

    private mutating func goOn(from last: Int64, to number: Int64) -> Finding {
        self.last = number
        doubtful = nil
        return Finding(missing: Self.between(last, number))
    }

    /// The doubtful number was right: the publisher went back to the beginning, or did leap.
    private mutating func believe(_ before: Int64, _ number: Int64, after last: Int64) -> Finding {
        let isAnew = before <= last
        self.last = number
        doubtful = nil
        return Finding(
            missing: Self.between(isAnew ? 0 : last, before) + Self.between(before, number), isAnew: isAnew)
    }

    private static func between(_ low: Int64, _ high: Int64) -> [ClosedRange<Int64>] {
        high - low > 1 ? [(low + 1)...(high - 1)] : []
    }
}
