// SPDX-License-Identifier: Apache-2.0

import Flow
import SQL

/// Which of many selections take a record: one by one, and as a set.
enum SelectionRun {
    static func tell(atMost most: Int, rounds: Int) throws {
        MarkdownTable.begin(
            "Selecting: µs a record, medians of \(rounds) turns, each selection for another minion's returns",
            ["selections", "one by one", "as a set, names new", "as a set, names known", "with a condition on fun"])
        let records = try SaltEvents.records(2_000)
        for count in [1, 10, 100, 1_000, 10_000] where count <= most {
            let patterns = try (0..<count).map { try Pattern("salt/job/[0-9]*/ret/host\($0)\\.") }
            let fun = Condition.function(try Pattern("state\\."))
            let plain = patterns.map { Selection(name: $0) }
            // One by one, ten thousand are patience enough for a tenth of the records.
            let few = Array(records.prefix(max(20, 200_000 / count)))
            let each = Turns.medians(rounds: rounds, items: few.count, [{ one(plain, few) }])[0]
            let times = Turns.medians(
                rounds: rounds, items: records.count,
                [
                    set(plain, remembered: 1, records), set(plain, remembered: 4_096, records),
                    set(patterns.map { Selection(name: $0, conditions: [fun]) }, remembered: 4_096, records),
                ])
            MarkdownTable.row([Double(count).whole, each.figure] + times.map(\.figure))
        }
    }

    private static func one(_ selections: [Selection], _ records: [Record]) {
        var taken = 0
        for record in records {
            for selection in selections where (try? selection.takes(record)) == true { taken += 1 }
        }
        precondition(taken <= records.count)
    }

    private static func set(_ selections: [Selection], remembered: Int, _ records: [Record]) -> () -> Void {
        var set = SelectionSet(selections, rememberedNames: remembered)
        return {
            let taken = records.reduce(0) { $0 + set.takers(of: $1).taken.count }
            precondition(taken <= records.count)
        }
    }
}
