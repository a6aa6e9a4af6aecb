// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@Suite struct `A timestamp` {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z"),
        (951_782_400_000_000, "2000-02-29T00:00:00.000000Z"),
        (1_709_251_199_999_999, "2024-02-29T23:59:59.999999Z"),
        (-2_203_891_200_000_000, "1900-03-01T00:00:00.000000Z"),
        (-62_135_596_800_000_000, "0001-01-01T00:00:00.000000Z"),
        (-62_135_596_800_000_001, "0000-12-31T23:59:59.999999Z"),
        (253_402_300_800_000_000, "10000-01-01T00:00:00.000000Z"),
        (Int64.max, "294247-01-10T04:00:54.775807Z"),
        (Int64.min, "-290308-12-21T19:59:05.224192Z"),
    ])
    func `is written as ISO 8601 in UTC, leap days and extremes too`(microseconds: Int64, text: String) {
        #expect(Timestamp(microseconds: microseconds).description == text)
    }

    @Test func `is ordered by time and moves with the clock`() {
        let before = Timestamp.now
        #expect(Timestamp(microseconds: -1) < Timestamp(microseconds: 0))
        #expect(before <= Timestamp.now)
        // 2025-01-01: a clock read in the wrong unit would lie before it.
        #expect(before > Timestamp(microseconds: 1_735_689_600_000_000))
    }
}
