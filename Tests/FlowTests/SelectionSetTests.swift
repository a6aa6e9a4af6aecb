// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A set of selections` {
    private func record(_ name: String, _ msg: String = "{}") throws -> Record {
        Record(
            position: 1, id: "1", name: name, time: Timestamp(microseconds: 0),
            fields: [Record.Field("msg", .json(try JSONText(validating: msg)))])
    }

    @Test func `answers as each selection does by itself, whatever its pattern`() throws {
        let patterns = [
            "", "a", "b", "ab", "abc", "a|b", ".*c", "a.c", "b+c", "a?b", "(ab)+", "[ab]c", "\u{e9}", "a\u{e9}?b", "c$",
        ]
        let selections = try patterns.map { Selection(name: try Pattern($0)) } + [Selection.everything]
        for remembered in [1, 4_096] {
            var set = SelectionSet(selections, rememberedNames: remembered)
            for name in ["", "a", "b", "ab", "abc", "bbc", "abab", "\u{e9}", "ab\u{e9}", "xabc", "c", "abc"] {
                let record = try record(name)
                let expected = try selections.indices.filter { try selections[$0].takes(record) }
                #expect(set.takers(of: record) == SelectionSet.Answer(taken: expected), "\(name)")
                #expect(set.takers(of: record) == SelectionSet.Answer(taken: expected), "\(name) again")
            }
        }
    }

    @Test func `looks at each record's own fields, though names come again`() throws {
        let wanted = Condition.field([try FieldPath("msg.x")], .equals(.integer(1)))
        var set = SelectionSet([
            Selection(name: try Pattern("t"), conditions: [wanted]), Selection(name: try Pattern("t")),
        ])
        #expect(set.takers(of: try record("t", "{\"x\":1}")).taken == [0, 1])
        #expect(set.takers(of: try record("t", "{\"x\":2}")).taken == [1])
    }

    @Test func `goes on with the others where one pattern gives up`() throws {
        let slow = try Pattern("(a+)+$")
        var set = SelectionSet([
            .everything, Selection(name: slow), Selection(conditions: [.name(slow)]), Selection(name: try Pattern("a")),
        ])
        let answer = set.takers(of: try record(String(repeating: "a", count: 5_000) + "b"))
        let gaveUp = UndecidedMatch(pattern: "(a+)+$", limit: "match limit exceeded")
        #expect(answer == SelectionSet.Answer(taken: [0, 3], undecided: [1: gaveUp, 2: gaveUp]))
    }

    @Test func `may be empty`() throws {
        var set = SelectionSet([])
        #expect(set.takers(of: try record("a")) == SelectionSet.Answer())
    }
}
