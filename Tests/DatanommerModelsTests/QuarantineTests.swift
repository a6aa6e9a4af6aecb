// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Synchronization
import Testing

@testable import DatanommerModels

@Suite struct `What was set aside` {
    /// Four, each with bytes of its own kind.
    private static let asides: [SetAside] = [
        .sample(.notJSON, at: 10, topic: Array("a.b\u{1B}[2J".utf8), body: [0x7B, 0x00, 0xFF]),
        .sample(.frames, at: 20, topic: [0x00, 0xC3], body: []),
        .sample(.unstorableText, at: 30, topic: [], body: Array(#"{"topic": "a.b.c\u0000"}"#.utf8)),
        .sample(.notJSON, at: 40, topic: Array(repeating: 0x61, count: 300), body: [0x0A]),
    ]

    private func entries(_ archive: Archive, _ filter: SetAsideFilter = SetAsideFilter(), limit: Int? = nil)
        async throws -> [SetAsideEntry]
    {
        let entries = Mutex<[SetAsideEntry]>([])
        try await archive.forEachSetAside(filter, limit: limit) { entry in entries.withLock { $0.append(entry) } }
        return entries.withLock { $0 }
    }

    @Test(arguments: Engine.allCases)
    func `is told in order of arrival, without its body`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            #expect(try await entries(archive) == [])
            _ = try await archive.append([], setAside: Self.asides)
            let told = try await entries(archive)
            #expect(told.map(\.reason) == ["not-json", "frames", "unstorable-text", "not-json"])
            #expect(told.map(\.receivedAt) == Self.asides.map(\.receivedAt))
            #expect(told.map(\.topic) == Self.asides.map { Array($0.topic.prefix(256)) })
            #expect(told.map(\.topicBytes) == [7, 2, 0, 300])
            #expect(told.map(\.bodyBytes) == [3, 0, 24, 1])
            #expect(told.map(\.detail) == Self.asides.map(\.detail))
            #expect(told.map(\.id).sorted() == told.map(\.id))
            #expect(try await entries(archive, limit: 2) == Array(told.suffix(2)))
            #expect(
                try await archive.setAside(withIDs: told.map(\.id) + [99]).map(\.frames) == Self.asides.map(\.frames))
        }
    }

    @Test(arguments: Engine.allCases)
    func `is found by number, reason and time`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            _ = try await archive.append([], setAside: Self.asides)
            let ids = try await entries(archive).map(\.id)
            let cases: [(expected: [Int], change: (inout SetAsideFilter) -> Void)] = [
                ([0, 3], { $0.reasons = ["not-json"] }), ([1, 2], { $0.reasons = ["frames", "unstorable-text"] }),
                ([], { $0.reasons = ["none'; --"] }), ([2, 3], { $0.start = .sample(30) }),
                ([0, 1], { $0.end = .sample(20) }), ([1], { $0.ids = [ids[1], 1_000] }),
                ([3], { ($0.reasons, $0.start) = (["not-json"], .sample(11)) }),
            ]
            for (expected, change) in cases {
                var filter = SetAsideFilter()
                change(&filter)
                #expect(try await entries(archive, filter).map(\.id) == expected.map { ids[$0] }, "\(filter)")
                #expect(try await archive.setAsideCounts(matching: filter).values.reduce(0, +) == expected.count)
                #expect(try await archive.setAside(matching: filter).map(\.id) == expected.map { ids[$0] })
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `comes in parts that memory can hold, a large one alone`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let sizes = [10, 10, 5_000, 10, 985, 10]
            _ = try await archive.append(
                [], setAside: sizes.map { .sample(.notJSON, at: 0, topic: [], body: Array(repeating: 0, count: $0)) })
            var parts: [[Int]] = []
            var last: Int64 = 0
            while true {
                let part = try await archive.setAside(
                    matching: SetAsideFilter(), after: last, limit: 4, bytes: 1_000)
                guard let end = part.last?.id else { break }
                parts.append(part.map(\.body.count))
                last = end
            }
            #expect(parts == [[10, 10], [5_000], [10, 985], [10]])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is dropped as it is chosen, and what arrives meanwhile stays`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let many = (0..<1_201).map { SetAside.sample(.notJSON, at: Int64($0), topic: [], body: [1]) }
            _ = try await archive.append([], setAside: many + Self.asides)
            var filter = SetAsideFilter()
            filter.reasons = ["frames", "no such"]
            #expect(try await archive.dropSetAside(matching: filter) == 1)
            filter.reasons = ["not-json"]
            filter.end = .sample(1_199)
            var parts: [Int] = []
            #expect(try await archive.dropSetAside(matching: filter) { parts.append($0) } == 1_202)
            #expect(parts == [500, 500, 202])
            #expect(try await archive.setAsideCounts() == ["not-json": 1, "unstorable-text": 1])
            #expect(try await archive.dropSetAside(matching: SetAsideFilter()) == 2)
            #expect(try await archive.setAsideCounts() == [:])
        }
    }
}

extension SetAside {
    /// One that was received so many seconds after the samples' time.
    static func sample(_ reason: Reason, at second: Int64, topic: [UInt8], body: [UInt8]) -> SetAside {
        SetAside(reason, detail: "\(second) – why", topic: topic, body: body, receivedAt: .sample(second))
    }

    fileprivate var frames: [[UInt8]] { [topic, body] }
}

extension KeptSetAside {
    fileprivate var frames: [[UInt8]] { [topic, body] }
}
