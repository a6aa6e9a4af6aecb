// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `An interval of partitions` {
    @Test(arguments: [
        (PartitionInterval.day, "2026-11-21", "2026-11-22", "2026_11_21"),
        (.week, "2026-11-16", "2026-11-23", "2026_w47"),
        (.month, "2026-11-01", "2026-12-01", "2026_11"),
        (.year, "2026-01-01", "2027-01-01", "2026"),
    ])
    func `holds a moment from midnight to midnight in UTC, and has a name`(
        interval: PartitionInterval, start: String, end: String, name: String
    ) throws {
        let range = try Timestamp(day: start)..<Timestamp(day: end)
        #expect(try interval.range(containing: #require(Timestamp(text: "2026-11-21T23:59:59.999999Z"))) == range)
        #expect(interval.range(containing: range.lowerBound) == range)
        #expect(interval.name(of: range) == name)
        #expect(PartitionInterval(of: range) == interval)
    }

    @Test(arguments: [
        ("2024-12-30", "2025_w01"), ("2023-01-01", "2022_w52"), ("2020-12-31", "2020_w53"), ("1970-01-01", "1970_w01"),
    ])
    func `that is a week belongs to the year of its Thursday`(day: String, name: String) throws {
        let range = try PartitionInterval.week.range(containing: Timestamp(day: day))
        #expect(PartitionInterval.week.name(of: range) == name)
    }

    @Test func `is followed by the next ones without a hole, over the end of a year and leap days`() throws {
        let months = try PartitionInterval.month.ranges(from: Timestamp(day: "2023-11-30"), ahead: 4)
        #expect(try months == days("2023-11-01", "2023-12-01", "2024-01-01", "2024-02-01", "2024-03-01", "2024-04-01"))
        let leap = try PartitionInterval.day.ranges(from: Timestamp(day: "2024-02-28"), ahead: 2)
        #expect(try leap == days("2024-02-28", "2024-02-29", "2024-03-01", "2024-03-02"))
        #expect(try PartitionInterval.year.ranges(from: Timestamp(day: "2024-02-28"), ahead: 0).count == 1)
    }

    private func days(_ days: String...) throws -> [Range<Timestamp>] {
        try zip(days, days.dropFirst()).map { try Timestamp(day: $0)..<Timestamp(day: $1) }
    }
}

@Suite struct `A split of a partition` {
    private let before = "messages_before", after = "messages_after"

    /// A shape as its names and bounds tell it: `messages_2026_11: 2026-11-01 - 2026-12-01`.
    private func shape(_ partitions: [Partition]) -> [String] {
        partitions.map { "\($0.name): \($0.start?.civil.prefix(10) ?? "") - \($0.end?.civil.prefix(10) ?? "")" }
    }

    private func split(_ partitions: [Partition], _ ranges: [Range<Timestamp>]) -> [Partition] {
        let splits = PartitionSplit.splits(of: partitions, for: ranges)
        let rest = partitions.filter { partition in !splits.contains { $0.partition == partition } }
        return (rest + splits.flatMap { $0.made + [$0.kept] }).sorted {
            ($0.start?.microseconds ?? .min) < ($1.start?.microseconds ?? .min)
        }
    }

    private func month(_ day: String) throws -> Range<Timestamp> {
        try PartitionInterval.month.range(containing: Timestamp(day: day))
    }

    private func november() throws -> [Partition] {
        try [
            Partition(from: nil, to: Timestamp(day: "2026-11-01")),
            Partition(from: Timestamp(day: "2026-11-01"), to: Timestamp(day: "2026-12-01")),
            Partition(from: Timestamp(day: "2026-12-01"), to: nil),
        ]
    }

    @Test func `takes the next months off the end of time, and the end keeps its tables`() throws {
        let months = try PartitionInterval.month.ranges(from: Timestamp(day: "2026-11-21"), ahead: 2)
        #expect(
            try shape(split(november(), months)) == [
                "messages_before:  - 2026-11-01", "messages_2026_11: 2026-11-01 - 2026-12-01",
                "messages_2026_12: 2026-12-01 - 2027-01-01", "messages_2027_01: 2027-01-01 - 2027-02-01",
                "messages_after: 2027-02-01 - ",
            ])
        let splits = try PartitionSplit.splits(of: november(), for: months)
        #expect(splits.map(\.kept.name) == [after])
        #expect(splits.map(\.wanted).map(shape) == [Array(shape(try split(november(), months))[2...3])])
    }

    @Test func `of history leaves a stretch between, which the next month of history divides again`() throws {
        let first = try split(november(), [month("2013-02-18")])
        #expect(
            shape(first).prefix(3) == [
                "messages_before:  - 2013-02-01", "messages_2013_02: 2013-02-01 - 2013-03-01",
                "messages_from_2013_03_01_2026_11_01: 2013-03-01 - 2026-11-01",
            ])
        let second = try split(first, [month("2013-03-01")])
        #expect(
            shape(second)[1...3] == [
                "messages_2013_02: 2013-02-01 - 2013-03-01", "messages_2013_03: 2013-03-01 - 2013-04-01",
                "messages_from_2013_04_01_2026_11_01: 2013-04-01 - 2026-11-01",
            ])
        #expect(try PartitionSplit.splits(of: first, for: [month("2013-03-01")]).map(\.made.count) == [1])
    }

    @Test func `is none where the wanted is there, or lies in what is there of another interval`() throws {
        #expect(try PartitionSplit.splits(of: november(), for: [month("2026-11-21")]) == [])
        let day = try PartitionInterval.day.range(containing: Timestamp(day: "2026-11-21"))
        #expect(try PartitionSplit.splits(of: november(), for: [day]) == [])
        #expect(PartitionSplit.splits(of: [], for: [day]) == [])
    }

    @Test func `makes of a longer interval what is not covered yet`() throws {
        let partitions = try [
            Partition(from: nil, to: Timestamp(day: "2026-11-20")),
            Partition(from: Timestamp(day: "2026-11-20"), to: Timestamp(day: "2026-11-21")),
            Partition(from: Timestamp(day: "2026-11-21"), to: nil),
        ]
        let expected = [
            "messages_before:  - 2026-11-01", "messages_from_2026_11_01_2026_11_20: 2026-11-01 - 2026-11-20",
            "messages_2026_11_20: 2026-11-20 - 2026-11-21",
            "messages_from_2026_11_21_2026_12_01: 2026-11-21 - 2026-12-01", "messages_after: 2026-12-01 - ",
        ]
        #expect(try shape(split(partitions, [month("2026-11-21")])) == expected)
        // Asked again it is content with that.
        let again = try split(partitions, [month("2026-11-21")])
        #expect(try PartitionSplit.splits(of: again, for: [month("2026-11-21")]) == [])
    }

    @Test func `covers all of time without overlap, whatever is wanted`() throws {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var partitions = try november()
            for _ in 0..<5 {
                let interval = PartitionInterval.allCases.randomElement(using: &random) ?? .day
                let times = (0..<3).map { _ in
                    Timestamp(microseconds: Int64.random(in: 0..<4_000_000_000_000_000, using: &random))
                }
                partitions = split(partitions, Set(times.map { interval.range(containing: $0) }).map { $0 })
                #expect(partitions.first?.start == nil && partitions.last?.end == nil)
                #expect(
                    zip(partitions, partitions.dropFirst()).allSatisfy { $0.end == $1.start }, "\(shape(partitions))")
                #expect(Set(partitions.map(\.name)).count == partitions.count)
            }
        }
    }
}

extension Timestamp {
    /// Midnight UTC of a day.
    fileprivate init(day: String) throws {
        self = try #require(Timestamp(text: day))
    }
}
