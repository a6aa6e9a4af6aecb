// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `Where identities are looked for` {
    private static let day: Int64 = 86_400
    private static let year: Int64 = 365 * day

    private static func window(_ msgIDs: [String], _ first: Int64, _ last: Int64) -> IdentityWindow {
        IdentityWindow(
            msgIDs: msgIDs, times: Timestamp.sample(first - 31 * day)...Timestamp.sample(last + 31 * day))
    }

    @Test func `is one window around messages of one time, in the order of time`() {
        let windows = IdentityWindow.windows(of: [.sample("b", at: 20 * Self.day), .sample("a"), .sample("c", at: 9)])
        #expect(windows == [Self.window(["a", "c", "b"], 0, 20 * Self.day)])
    }

    @Test func `is a window for each stretch of messages that lie further apart than a window reaches`() {
        let messages = [Message.sample("now"), .sample("old", at: -Self.year), .sample("older", at: -Self.year - 1)]
        #expect(
            IdentityWindow.windows(of: messages) == [
                Self.window(["older", "old"], -Self.year - 1, -Self.year), Self.window(["now"], 0, 0),
            ])
        #expect(IdentityWindow.windows(of: []) == [])
    }

    @Test func `is everywhere for messages that did not say their time`() {
        var unsaid = Message.sample("unsaid", at: 5)
        unsaid.timestampWasSaid = false
        #expect(
            IdentityWindow.windows(of: [.sample("said"), unsaid]) == [
                IdentityWindow(msgIDs: ["unsaid"], times: nil), Self.window(["said"], 0, 0),
            ])
    }

    @Test func `stays within time at its ends`() {
        var (first, last) = (Message.sample("first"), Message.sample("last"))
        first.timestamp = Timestamp(microseconds: .min)
        last.timestamp = Timestamp(microseconds: .max)
        #expect(IdentityWindow.windows(of: [last, first]).map(\.msgIDs) == [["first"], ["last"]])
    }

    @Test(.timeLimit(.minutes(3)))
    func `holds what a partitioned archive has to know: duplicates of any time, claims of about one time`()
        async throws
    {
        try await withArchive(.postgresql) { archive in
            var unsaid = Message.sample("unsaid", at: -5 * Self.year)
            unsaid.timestampWasSaid = false
            let messages = [0, -Self.year, -9 * Self.year].map { Message.sample("m\($0)", at: $0) } + [unsaid]
            _ = try await archive.makePartitions(covering: messages.map(\.timestamp))
            #expect(try await archive.append(messages) == .init(stored: 4))
            // The second time of receipt is another one.
            unsaid.timestamp = .sample(0)
            let again = try await archive.append(messages.dropLast() + [unsaid])
            #expect(again == .init(stored: 0, duplicates: 4))
            // In the partition before, and the one after.
            let claims = [
                Message.sample("m0", at: -29 * Self.day), .sample("m\(-Self.year)", at: 29 * Self.day - Self.year),
            ]
            let outcome = try await archive.append(claims)
            #expect(outcome.stored == 0)
            #expect(outcome.setAside.map(\.reason) == [.otherClaim, .otherClaim])
            // Said long ago, as it claims, with the identity of what was said lately.
            let recent = Message.sample(
                "recent", at: (Timestamp.now.microseconds - Timestamp.sample(0).microseconds) / 1_000_000)
            #expect(try await archive.append([recent]).stored == 1)
            let backdated = try await archive.append([.sample("recent", at: -20 * Self.year)])
            #expect(backdated.setAside.map(\.reason) == [.otherClaim])
            // The other way round both are stored, and each is known again.
            let now = recent.timestamp
            var both = [Message.sample("both", at: -9 * Self.year), .sample("both")]
            both[1].timestamp = now
            for claim in both { #expect(try await archive.append([claim]) == .init(stored: 1)) }
            for claim in both { #expect(try await archive.append([claim]) == .init(duplicates: 1)) }
        }
    }

    @Test(.timeLimit(.minutes(3)))
    func `is few partitions, however many there are`() async throws {
        try await withArchive(.postgresql) { archive in
            let months = (0..<60).map { Timestamp.sample($0 * -30 * Self.day) }
            _ = try await archive.makePartitions(covering: months)
            let batch = (0..<500).map { Message.sample("m\($0)", at: -Self.year) }
            let window = try #require(IdentityWindow.windows(of: batch).first)
            let question = MessageTable.known(window, since: .sample(-31 * Self.day))
            let plan = try await archive.rows("EXPLAIN \(question)").map { try $0.text(0) }
            let scanned = plan.filter { $0.contains(" Scan") && $0.contains(" on messages_2") }
            #expect(try await archive.partitions().count > 60)
            #expect(!scanned.isEmpty && scanned.count < 12)
        }
    }

    @Test func `is walked by identity, also where PostgreSQL has not counted the rows`() async throws {
        try await withArchive(.postgresql) { archive in
            _ = try await archive.append((0..<5_000).map { .sample("m\($0)", at: Int64($0)) })
            let batch = (4_800..<5_300).map { Message.sample("m\($0)", at: Int64($0)) }
            let window = try #require(IdentityWindow.windows(of: batch).first)
            let question = MessageTable.known(window, since: .sample(0))
            let counting: SQL = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
            let plan = try await archive.database.transaction { connection in
                try connection.execute(MessageTable.beginLookingUp)
                return try connection.execute(counting + question).map { try $0.text(0) }
            }
            let rows = plan.compactMap { $0.firstMatch(of: /actual rows=(\d+)/).flatMap { Int($0.1) } }
            #expect(rows.max() == 200, "\(plan)")
            #expect(!plan.contains { $0.contains("Removed by Filter") }, "\(plan)")
            #expect(try await archive.lookUp(batch).known.msgIDs.count == 200)
        }
    }
}
