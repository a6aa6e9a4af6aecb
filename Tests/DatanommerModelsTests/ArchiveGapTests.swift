// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `The archive's gaps` {
    private static let publisher = "tcp://žluť:1"

    /// Stores messages that a publisher numbered; identities tell numbers, unless they are given.
    private func hear(_ numbers: [Int64], in archive: Archive, prefix: String = "") async throws -> AppendOutcome {
        try await archive.append(
            numbers.map { .sample("\(prefix)\($0)", at: $0) }, setAside: [], spoken: spoken(numbers, prefix))
    }

    private func spoken(_ numbers: [Int64], _ prefix: String = "") -> [SpokenNumber] {
        numbers.map {
            SpokenNumber(
                publisher: Self.publisher, number: $0, msgID: "\(prefix)\($0)", receivedAt: .sample($0))
        }
    }

    /// Gaps without what differs from run to run.
    private func shown(_ gaps: [Gap]) -> [String] {
        gaps.map { gap in
            let numbers = gap.numbers.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "-"
            return "\(gap.state) \(numbers) \(gap.detail)"
        }
    }

    @Test(arguments: Engine.allCases)
    func `are noticed across batches, with the messages or not at all`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            #expect(try await hear([4, 5], in: archive).missed == [])
            let outcome = try await hear([8, 9, 11], in: archive)
            #expect(
                outcome.missed == [
                    MissedNumbers(publisher: Self.publisher, numbers: 6...7),
                    MissedNumbers(publisher: Self.publisher, numbers: 10...10),
                ])
            let gaps = try await archive.gaps()
            #expect(shown(gaps) == ["open 6-7 ", "open 10-10 "])
            #expect(gaps.first?.since == .sample(5) && gaps.first?.until == .sample(8))
            #expect(gaps.first?.source == Self.publisher && gaps.first?.settledAt == nil)
            // What comes again after a crash tells nothing new.
            #expect(try await hear([8, 9, 11], in: archive).missed == [])
            #expect(try await archive.gaps() == gaps)
            let last = try await archive.rows("SELECT last_seq_id, doubtful_seq_id FROM sequences")
            #expect(last == [Row(values: [.integer(11), .null])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `are settled part by part, once`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await hear([1, 9], in: archive)
            let gap = try #require(try await archive.openGaps(of: Self.publisher).first)
            let parts = [
                NewGap(source: gap.source, numbers: 2...5, state: .filled),
                NewGap(source: gap.source, numbers: 6...8, state: .lost, detail: "gone 日本"),
            ]
            #expect(try await archive.settle(gap, as: parts))
            #expect(try await archive.settle(gap, as: parts) == false)
            #expect(shown(try await archive.gaps(Gap.State.allCases)) == ["filled 2-5 ", "lost 6-8 gone 日本"])
            let settled = try await archive.gaps([.lost])
            #expect(settled.first?.noticedAt == gap.noticedAt && settled.first?.settledAt != nil)
            #expect(try await archive.openGaps(of: Self.publisher) == [])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a publisher that begins again are given up, and are of no other`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            try await archive.note(NewGap(source: "http://other/raw", since: .sample(0)))
            _ = try await hear([100, 104], in: archive)
            let outcome = try await hear([3, 4], in: archive, prefix: "new ")
            #expect(outcome.begunAnew == [Self.publisher])
            #expect(
                shown(try await archive.gaps()) == [
                    "open - ", "lost 101-103 the publisher's numbers began again", "open 1-2 ",
                ])
            try await archive.giveUpGaps(exceptOf: ["http://other/raw"], detail: "nobody")
            #expect(shown(try await archive.gaps([.lost])).last == "lost 1-2 nobody")
            #expect(shown(try await archive.gaps([.open])) == ["open - "])
        }
    }

    @Test(arguments: Engine.allCases)
    func `do not come of a batch that is halved, nor of what is set aside`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await hear([1], in: archive)
            // The database refuses a NUL, so the batch is halved until that message stands alone.
            var batch = (2...6).map { Message.sample("\($0)", at: Int64($0)) }
            batch[2].username = "a\0b"
            for _ in 1...2 {
                let outcome = try await archive.append(batch, setAside: [], spoken: spoken([2, 3, 4, 5, 6]))
                #expect(outcome.missed == [] && outcome.begunAnew == [] && outcome.setAside.count == 1)
            }
            #expect(try await archive.gaps() == [])
            #expect(try await archive.rows("SELECT last_seq_id FROM sequences") == [Row(values: [.integer(6)])])
        }
    }

    @Test(arguments: Engine.allCases)
    func `are found by when they were`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            try await archive.note(NewGap(source: "a", since: .sample(10), until: .sample(20), state: .lost))
            try await archive.note(NewGap(source: "b", since: .sample(30)))
            try await archive.note(NewGap(source: "c", numbers: 1...2))
            let sources = { (since: Int64?, before: Int64?) in
                try await archive.gaps(
                    since: since.map { .sample($0) }, before: before.map { .sample($0) }
                ).map(\.source)
            }
            #expect(try await sources(nil, 30) == ["a", "b"])
            #expect(try await sources(20, 29) == ["a"])
            #expect(try await sources(21, 29) == [])
            #expect(try await sources(nil, 9) == [])
        }
    }
}
