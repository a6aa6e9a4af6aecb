// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `On which days identities are looked for` {
    private static let day: Int64 = 86_400
    private static let year: Int64 = 365 * day
    /// The day of `Timestamp.sample(0)`.
    private static let today = Timestamp.sample(0).dayNumber

    private static func unsaid(_ msgID: String, at second: Int64 = 0) -> Message {
        var message = Message.sample(msgID, at: second)
        message.timestampWasSaid = false
        return message
    }

    @Test func `is around each day that is spoken of, and lately, whatever the order of the batch`() {
        let batch = [
            Message.sample("now"), .sample("old", at: -Self.year), .sample("too", at: 5), .sample("next", at: Self.day),
        ]
        let (today, then) = (Self.today, Self.today - 365)
        #expect(
            IdentityDays.groups(of: batch, now: .sample(0)) == [
                IdentityDays(msgIDs: ["old"], days: [then - 1, then, then + 1, today - 1, today]),
                IdentityDays(msgIDs: ["now", "too"], days: [today - 1, today, today + 1]),
                IdentityDays(msgIDs: ["next"], days: [today - 1, today, today + 1, today + 2]),
            ])
        #expect(IdentityDays.groups(of: [], now: .sample(0)) == [])
    }

    @Test func `is any day for messages that did not say their time`() {
        let groups = IdentityDays.groups(of: [.sample("said"), Self.unsaid("unsaid")], now: .sample(Self.year))
        #expect(groups.map(\.days?.count) == [nil, 5])
        #expect(groups.map(\.msgIDs) == [["unsaid"], ["said"]])
    }

    @Test func `stays in the order of time before 1970 and at the ends of time`() {
        let micros: [Int64] = [
            .min, -86_400_000_001, -86_400_000_000, -86_399_999_999, -1, 0, 86_399_999_999, 86_400_000_000, .max,
        ]
        let days = micros.map { Timestamp(microseconds: $0).dayNumber }
        #expect(days == [-106_751_991, -1, -1, 0, 0, 0, 0, 1, 106_751_991])
        for time in [micros[0], micros[8]] {
            var message = Message.sample("m")
            message.timestamp = Timestamp(microseconds: time)
            #expect(IdentityDays.groups(of: [message], now: .sample(0)).map(\.days?.count) == [5])
        }
    }

    @Test func `finds duplicates of any time, and other claims of about one time or of today`() async throws {
        try await withArchive(.sqlite) { archive in
            let messages =
                [0, -Self.year, -9 * Self.year, -60 * Self.year].map { Message.sample("m\($0)", at: $0) }
                + [Self.unsaid("unsaid", at: -5 * Self.year)]
            #expect(try await archive.append(messages) == .init(stored: 5))
            // The second time of receipt is another one.
            let again = try await archive.append(messages.dropLast() + [Self.unsaid("unsaid")])
            #expect(again == .init(stored: 0, duplicates: 5))
            // On the day before, and the one after.
            let claims = [
                Message.sample("m0", at: -Self.day), .sample("m\(-Self.year)", at: Self.day - Self.year),
                .sample("m\(-60 * Self.year)", at: -60 * Self.year - Self.day),
            ]
            let outcome = try await archive.append(claims)
            #expect(outcome.stored == 0)
            #expect(outcome.setAside.map(\.reason) == [.otherClaim, .otherClaim, .otherClaim])
            // Said long ago, as it claims, with the identity of what was said lately.
            var recent = Message.sample("recent")
            recent.timestamp = .now
            #expect(try await archive.append([recent]).stored == 1)
            let backdated = try await archive.append([.sample("recent", at: -20 * Self.year)])
            #expect(backdated.setAside.map(\.reason) == [.otherClaim])
            // The other way round both are stored, and each is known again.
            var both = [Message.sample("both", at: -9 * Self.year), .sample("both")]
            both[1].timestamp = recent.timestamp
            for claim in both { #expect(try await archive.append([claim]) == .init(stored: 1)) }
            for claim in both { #expect(try await archive.append([claim]) == .init(duplicates: 1)) }
            try await archive.expectExactDays()
        }
    }

    @Test func `is a look at each identity, and never at all that a day has`() async throws {
        try await withArchive(.sqlite) { archive in
            let messages = (0..<2_000).map { Message.sample("m\($0)", at: $0 % 3 * Self.day) }
            _ = try await archive.append(messages)
            let known = IdentityDays.groups(of: messages, now: .sample(0)).map { MessageTable.known($0) }
            #expect(known.count == 3)
            for analyzed in [false, true] {
                if analyzed { _ = try await archive.rows("ANALYZE") }
                for question in known + [MessageTable.known(["m1", "m2"], .sqlite)] {
                    let plan = try await archive.rows("EXPLAIN QUERY PLAN " + question).map { try $0.text(3) }
                    let wanted = "SEARCH messages USING COVERING INDEX messages_by_identity (<expr>=? AND msg_id=?)"
                    #expect(plan.contains(wanted), "\(plan)")
                }
            }
        }
    }
}
