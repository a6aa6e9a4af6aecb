// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import DatanommerModels

@Suite struct `What an expiry takes` {
    private static func month(_ number: Int) -> Partition {
        let range = PartitionInterval.month.range(
            containing: Timestamp(year: 2026, month: number, day: 1))
        return Partition(from: range.lowerBound, to: range.upperBound)
    }

    private static func time(_ month: Int, _ day: Int = 1) -> Timestamp {
        Timestamp(year: 2026, month: month, day: day)
    }

    private static let before = Partition(from: nil, to: time(5))
    private static let after = Partition(from: time(8), to: nil)
    private static let all = [before, month(5), month(6), month(7), after]

    private func plan(_ moment: Timestamp, _ action: RetentionAction = .drop) -> ExpiryPlan {
        ExpiryPlan(Self.all, before: moment, action)
    }

    @Test func `of one table is what was said before the moment`() {
        let plan = ExpiryPlan([], before: Self.time(6), .drop)
        #expect(plan.whole == [] && plan.moment == Self.time(6))
    }

    @Test func `is each partition that ends at the moment or before it, and what came late`() {
        #expect(plan(Self.time(7)).whole == [Self.month(5), Self.month(6)])
        #expect(plan(Self.time(7)).moment == Self.time(7))
    }

    @Test func `is nothing of the partition that the moment lies in`() {
        #expect(plan(Self.time(6, 30)).whole == [Self.month(5)])
        #expect(plan(Self.time(6, 30)).moment == Self.time(6))
        #expect(plan(Self.time(5, 2)).whole == [])
        #expect(plan(Self.time(5, 2)).moment == Self.time(5))
    }

    @Test func `is a part of what has no partition of its own`() {
        #expect(plan(Self.time(2)).whole == [] && plan(Self.time(2)).moment == Self.time(2))
        let late = plan(Self.time(9))
        #expect(late.whole == [Self.month(5), Self.month(6), Self.month(7)] && late.moment == Self.time(9))
        let between = Partition(from: Self.time(5), to: Self.time(7))
        let plan = ExpiryPlan([Self.before, between, Self.month(7), Self.after], before: Self.time(6), .drop)
        #expect(plan.whole == [] && plan.moment == Self.time(6))
    }

    @Test func `is whole partitions alone when they are to be detached`() {
        for moment in [Self.time(2), Self.time(6, 30), Self.time(9)] {
            #expect(plan(moment, .detach).whole == plan(moment).whole)
            #expect(plan(moment, .detach).moment == nil)
        }
    }
}
