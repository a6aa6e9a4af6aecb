// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `Messages of many days` {
    private static let day: Int64 = 86_400

    /// Some years around 1970 and now, of which most days have no message, in an order that is not theirs.
    private static var messages: [Message] {
        (0..<240).map { number in
            let day = Int64(number * 37 % 60) * (number.isMultiple(of: 2) ? 9 : -400)
            let users = number.isMultiple(of: 50) ? ["rare", "all"] : ["u\(number % 3)", "all"]
            return Message.sample(
                "m\(number)", at: day * Self.day + Int64(number % 7), topic: "a.b.c.t\(number % 4)", users: users,
                packages: number.isMultiple(of: 3) ? ["p"] : [])
        }
    }

    private static var filters: [MessageFilter] {
        var filters = [["all"], ["rare"], ["u1"], ["u0", "rare"], ["absent"]].map { users in
            var filter = MessageFilter()
            filter.users = users
            return filter
        }
        for place in filters.indices.prefix(4) {
            var filter = filters[place]
            filter.packages = ["p"]
            filters.append(filter)
            filter.start = .sample(-20_000 * day)
            filter.end = .sample(200 * day)
            filter.notTopics = ["a.b.c.t1"]
            filters.append(filter)
            filter.notUsers = ["u2"]
            filter.packages = []
            filters.append(filter)
        }
        return filters
    }

    @Test(arguments: Engine.allCases, MessageOrder.allCases)
    func `are found by their users in the order of time, a page at a time or all at once`(
        engine: Engine, order: MessageOrder
    ) async throws {
        let sorted = Self.messages.enumerated().sorted {
            ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset)
        }.map(\.element)
        try await withArchive(engine) { archive in
            #expect(try await archive.append(Self.messages).stored == 240)
            for filter in Self.filters {
                let found = (order == .asc ? sorted : sorted.reversed()).filter { filter.means($0) }.map(\.msgID)
                for limit in [1, 7, 1_000] where limit > 1 || found.count < 20 {
                    var told: [String] = []
                    var cursor: MessageCursor?
                    repeat {
                        let page = try await archive.grep(filter, order: order, after: cursor, limit: limit)
                        told += page.messages.map(\.msgID)
                        cursor = page.next
                    } while cursor != nil
                    #expect(told == found, "\(filter), \(limit) a page")
                }
                let lines = Lines()
                try await archive.forEachMessage(filter, order: order) { lines.add($0.msgID) }
                #expect(lines.all == found, "\(filter)")
                #expect(try await archive.count(filter) == found.count, "\(filter)")
            }
            let ids = ["m3", "absent", "m239", "m0"]
            #expect(try await archive.messages(withIDs: ids).map(\.msgID) == ["m3", "m239", "m0"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `leave with all that led to them, day by day and in the middle of one`(engine: Engine) async throws {
        let sorted = Self.messages.sorted { $0.timestamp < $1.timestamp }
        try await withArchive(engine) { archive in
            _ = try await archive.append(Self.messages)
            for place in [1, 30, 31, 100, 239] {
                let moment = sorted[place].timestamp
                _ = try await archive.removeOldest(before: moment, limit: 7) { _ in }
                #expect(try await archive.count() == sorted.count { $0.timestamp >= moment })
                try await archive.expectExactWays()
                try await archive.expectExactCounters()
            }
            _ = try await archive.removeOldest(before: .sample(1_000 * Self.day), limit: 7) { _ in }
            try await archive.expectExactWays()
            #expect(try await archive.append(Self.messages).stored == 240)
            try await archive.expectExactWays()
        }
    }
}
