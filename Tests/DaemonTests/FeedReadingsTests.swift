// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import Monitor
import SQL
import Testing

@testable import Daemon

@Suite struct `The readings of feeds` {
    private let start = Timestamp(microseconds: 1_795_230_720_000_000)
    private func after(_ seconds: Int64) -> Timestamp { start.advanced(by: .seconds(seconds)) }

    @Test func `call a feed stuck that has failed for a minute, until it delivers`() {
        var readings = FeedReadings()
        readings.failed("a", at: start)
        readings.failed("a", at: after(50))
        #expect(readings.stuck(at: after(60)) == [])
        #expect(readings.stuck(at: after(61)) == ["a"])
        readings.delivered("a", 3, refused: 0)
        #expect(readings.stuck(at: after(90)) == [])
    }

    @Test func `call a feed stuck whose delivery hangs, but not while it is paused`() {
        var readings = FeedReadings()
        readings.began("a", at: start)
        readings.stands("a", behind: 5, isPaused: false, at: start)
        #expect(readings.stuck(at: after(61)) == ["a"])
        readings.stands("a", behind: 5, isPaused: true, at: after(61))
        #expect(readings.stuck(at: after(61)) == [])
        readings.stands("a", behind: 5, isPaused: false, at: after(62))
        readings.ended("a")
        #expect(readings.stuck(at: after(99)) == [])
    }

    @Test func `make the daemon degraded, not dead`() {
        var readings = MeterReadings(startedAt: start, spoolLimit: 1)
        readings.feeds.failed("b", at: start)
        readings.feeds.failed("a", at: start)
        let condition = DaemonCondition(readings: readings, standstills: [], now: after(61))
        #expect(condition.health == .line("degraded: stuck feeds: a, b", isWell: true))
        let dead = DaemonCondition(readings: readings, standstills: ["recording"], now: after(61))
        #expect(dead.health == .line("recording: no progress", isWell: false))
    }

    @Test func `count what feeds did that are no more`() {
        var readings = FeedReadings()
        readings.began("a", at: start)
        readings.delivered("a", 5, refused: 2)
        readings.ended("a")
        readings.forget("a")
        #expect(readings.feeds == [:] && readings.delivered == 5 && readings.begun == 1 && readings.ended == 1)
        #expect(readings.metrics(at: start).isEmpty)
    }

    @Test func `measure how long a feed has not been at the end`() {
        var readings = FeedReadings()
        readings.stands("a", behind: 4, isPaused: false, at: start)
        readings.stands("a", behind: 9, isPaused: false, at: after(5))
        #expect(readings.feeds["a"]?.behindSince == start)
        readings.stands("a", behind: 0, isPaused: false, at: after(6))
        #expect(readings.feeds["a"]?.behindSince == nil)
    }
}
