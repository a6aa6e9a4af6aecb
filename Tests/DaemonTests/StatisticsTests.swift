// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import Flow
import JSONText
import SQL
import Testing

@testable import Daemon

@Suite struct `The statistics` {
    private let before = Statistics.Counts(received: 100, handled: 50, begun: 5, ended: 5)
    private let counts = Statistics.Counts(received: 1_100, handled: 60, begun: 8, ended: 7)

    @Test func `tell totals, and rates since the last time`() throws {
        let statistics = Statistics(
            counts: counts, before: before, elapsed: .seconds(3), at: Timestamp(microseconds: 5))
        #expect(
            statistics.line == #"""
                {"events_rec":1100,"events_hdl":60,"events_hdl_sec":3.33,"events_tot_sec":333.33,"threads_created":8,"threads_joined":7}
                """#)
        let told = try JSONText(validating: statistics.line)
        #expect(statistics.record["msg"] == .json(told))
        #expect(statistics.record.name == "datanommer.statistics" && statistics.record.position == 5)
    }

    @Test func `tell no rate where no time has passed`() {
        let statistics = Statistics(counts: counts, before: before, elapsed: .zero, at: Timestamp(microseconds: 5))
        #expect(statistics.line.contains(#""events_hdl_sec":0.0,"events_tot_sec":0.0,"#))
    }
}
