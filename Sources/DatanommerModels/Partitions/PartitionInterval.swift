// SPDX-License-Identifier: Apache-2.0

/// How much time one partition holds. All intervals begin at midnight UTC.
package enum PartitionInterval: String, CaseIterable, Hashable, Sendable {
    case day, week, month, year

    /// The interval that a moment lies in; a week begins on Monday.
    package func range(containing time: Timestamp) -> Range<Timestamp> {
        let (year, month, _) = time.civilDate
        switch self {
        case .day: return Timestamp(day: time.day)..<Timestamp(day: time.day + 1)
        case .week:
            let monday = time.monday
            return Timestamp(day: monday)..<Timestamp(day: monday + 7)
        case .month:
            let next = month == 12 ? (year + 1, 1) : (year, month + 1)
            return Timestamp(year: year, month: month, day: 1)..<Timestamp(year: next.0, month: next.1, day: 1)
        case .year: return Timestamp(year: year, month: 1, day: 1)..<Timestamp(year: year + 1, month: 1, day: 1)
        }
    }

    /// The interval that a moment lies in, and so many after it.
    package func ranges(from time: Timestamp, ahead: Int) -> [Range<Timestamp>] {
        (0..<max(0, ahead)).reduce(into: [range(containing: time)]) { ranges, _ in
            if let end = ranges.last?.upperBound { ranges.append(range(containing: end)) }
        }
    }

    /// The interval that a stretch of time is exactly one of.
    init?(of range: Range<Timestamp>) {
        guard let interval = Self.allCases.first(where: { $0.range(containing: range.lowerBound) == range }) else {
            return nil
        }
        self = interval
    }

    /// What the tables of an interval are called: `2026_11_21`, `2026_w47`, `2026_11`, `2026`.
    func name(of range: Range<Timestamp>) -> String {
        let (year, month, day) = range.lowerBound.civilDate
        switch self {
        case .day: return "\(padded(year, 4))_\(padded(month, 2))_\(padded(day, 2))"
        case .week:
            // Its Thursday decides which year a week belongs to (ISO 8601).
            let thursday = Timestamp(day: range.lowerBound.monday + 3)
            let newYear = Timestamp(year: thursday.civilDate.year, month: 1, day: 1)
            return "\(padded(thursday.civilDate.year, 4))_w\(padded(Int(thursday.day - newYear.day) / 7 + 1, 2))"
        case .month: return "\(padded(year, 4))_\(padded(month, 2))"
        case .year: return padded(year, 4)
        }
    }
}

extension Timestamp {
    /// Midnight UTC of a day counted from 1970-01-01.
    fileprivate init(day: Int64) {
        self.init(microseconds: day * Self.microsecondsPerDay)
    }

    /// The day it lies in, counted from 1970-01-01.
    fileprivate var day: Int64 {
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        return rest < 0 ? days - 1 : days
    }

    /// The Monday of its week, counted from 1970-01-01, which was a Thursday.
    fileprivate var monday: Int64 {
        let weekday = (day + 3) % 7
        return day - (weekday < 0 ? weekday + 7 : weekday)
    }

    /// Its date in UTC.
    fileprivate var civilDate: (year: Int, month: Int, day: Int) {
        let parts = description.prefix { $0 != "T" }.split(separator: "-").compactMap { Int($0) }
        return parts.count == 3 ? (parts[0], parts[1], parts[2]) : (1970, 1, 1)
    }
}
