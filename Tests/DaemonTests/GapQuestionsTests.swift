// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@testable import Daemon
@testable import DatanommerModels

@Suite struct `The questions for a gap` {
    private func gap(_ numbers: ClosedRange<Int64>?) throws -> Gap {
        try Gap(
            row: Row(values: [
                .integer(1), .text("p"), (numbers?.lowerBound).sqlValue, (numbers?.upperBound).sqlValue, .null, .null,
                .timestamp(.now), .null, .text("open"), .text(""),
            ]))
    }

    /// What a gap's findings are, when a server has some numbers.
    private func findings(_ numbers: ClosedRange<Int64>, has: (Int64) -> Bool) throws -> (asked: [Int64], [NewGap]) {
        var questions = try #require(GapQuestions(try gap(numbers)))
        var asked: [Int64] = []
        while let chunk = questions.nextChunk {
            asked.append(Int64(chunk.count))
            questions.answered(chunk, with: Set(chunk.filter(has)), others: "gone")
        }
        return (asked, questions.findings)
    }

    private func part(_ numbers: ClosedRange<Int64>, _ state: Gap.State, _ detail: String = "") -> NewGap {
        NewGap(source: "p", numbers: numbers, state: state, detail: detail)
    }

    @Test func `name a hundred numbers at a time`() throws {
        let (asked, parts) = try findings(5...254) { _ in true }
        #expect(asked == [100, 100, 50] && parts == [part(5...254, .filled)])
        #expect(try findings(7...7) { _ in true }.1 == [part(7...7, .filled)])
    }

    @Test func `tell what came from what did not`() throws {
        #expect(
            try findings(1...250) { $0 != 100 && $0 != 101 && $0 < 240 }.1 == [
                part(1...99, .filled), part(100...101, .lost, "gone"), part(102...239, .filled),
                part(240...250, .lost, "gone"),
            ])
    }

    @Test func `tell no more parts than anybody reads`() throws {
        #expect(
            try findings(1...2_002) { $0 % 2 == 0 }.1
                == [part(1...2_002, .lost, "1001 of these did not come, in 2002 stretches")])
    }

    @Test(arguments: [1...Int64.max, 1...1_000_000_000_000_000, 1...100_001])
    func `are for the newest numbers only, where there are very many`(numbers: ClosedRange<Int64>) throws {
        var questions = try #require(GapQuestions(try gap(numbers)))
        let low = numbers.upperBound - 99_999
        #expect(questions.nextChunk == low...(low + 99))
        questions.answered(low...(low + 99), with: Set(low...(low + 99)), others: "")
        questions.giveUp("silent")
        #expect(questions.nextChunk == nil)
        #expect(
            questions.findings == [
                part(1...(low - 1), .lost, "more than 100000 numbers: not asked for"), part(low...(low + 99), .filled),
                part((low + 100)...numbers.upperBound, .lost, "silent"),
            ])
    }

    @Test func `are for numbers`() throws {
        #expect(GapQuestions(try gap(nil)) == nil)
    }

    @Test func `are asked six times, with growing waits`() {
        var delay = AskingDelay(first: .seconds(5))
        #expect(
            (1...6).map { _ in delay.failed() } == [
                .seconds(5), .seconds(10), .seconds(20), .seconds(40), .seconds(60), nil,
            ])
    }
}
