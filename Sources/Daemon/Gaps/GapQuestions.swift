// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// Which numbers of a gap to ask for next, and what became of each; pure.
///
/// The servers' own question for a range always fails, so numbers are named one by one, a chunk at a time.
struct GapQuestions: Hashable, Sendable {
    /// So many numbers stand in a question.
    static let chunk: Int64 = 100
    /// So many numbers of a gap are asked for, the newest: a number is easily forged, and an answer costs time and disk.
    static let maximumAsked: Int64 = 100_000
    /// Into so many parts a gap may fall; more are not told apart.
    static let maximumParts = 1_000

    private let gap: Gap
    private let asked: ClosedRange<Int64>
    private var next: Int64?
    private var parts: [NewGap] = []

    /// Nil for a gap that is not one of numbers.
    init?(_ gap: Gap) {
        guard let numbers = gap.numbers else { return nil }
        self.gap = gap
        let (span, overflow) = numbers.upperBound.subtractingReportingOverflow(numbers.lowerBound)
        let isTooWide = overflow || span >= Self.maximumAsked
        let low = isTooWide ? numbers.upperBound - Self.maximumAsked + 1 : numbers.lowerBound
        asked = low...numbers.upperBound
        next = low
        if isTooWide {
            add(numbers.lowerBound...(low - 1), .lost, "more than \(Self.maximumAsked) numbers: not asked for")
        }
    }

    /// The numbers to ask for now; nil when all were asked for.
    var nextChunk: ClosedRange<Int64>? {
        next.map { $0...min($0 + (Self.chunk - 1), asked.upperBound) }
    }

    /// Takes an answer to the question for a chunk: which of its numbers came, and why the others did not.
    mutating func answered(_ chunk: ClosedRange<Int64>, with came: Set<Int64>, others detail: String) {
        for number in chunk {
            came.contains(number) ? add(number...number, .filled, "") : add(number...number, .lost, detail)
        }
        next = chunk.upperBound < asked.upperBound ? chunk.upperBound + 1 : nil
    }

    /// There is no answer to be had: what was not asked for is lost.
    mutating func giveUp(_ detail: String) {
        if let next { add(next...asked.upperBound, .lost, detail) }
        next = nil
    }

    /// What became of the gap, in the order of the numbers.
    var findings: [NewGap] {
        guard parts.count > Self.maximumParts else { return parts }
        let missing = parts.filter { $0.state == .lost }.compactMap(\.numbers).reduce(0) { $0 + $1.count }
        return [part(gap.numbers, .lost, "\(missing) of these did not come, in \(parts.count) stretches")]
    }

    private mutating func add(_ numbers: ClosedRange<Int64>, _ state: Gap.State, _ detail: String) {
        if let last = parts.indices.last, parts[last].state == state, parts[last].detail == detail,
            let before = parts[last].numbers
        {
            parts[last].numbers = before.lowerBound...numbers.upperBound
        } else {
            parts.append(part(numbers, state, detail))
        }
    }

    private func part(_ numbers: ClosedRange<Int64>?, _ state: Gap.State, _ detail: String) -> NewGap {
        NewGap(
            source: gap.source, numbers: numbers, since: gap.since, until: gap.until, state: state, detail: detail)
    }
}
