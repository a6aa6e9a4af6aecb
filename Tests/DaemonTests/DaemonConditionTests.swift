// SPDX-License-Identifier: Apache-2.0

import Bus
import DatanommerModels
import Monitor
import Testing

@testable import Daemon

@Suite struct `The daemon's condition` {
    private static let now = Timestamp(microseconds: 1_795_230_720_000_000)

    private func seconds(_ seconds: Int64) -> Timestamp {
        Timestamp(microseconds: Self.now.microseconds + seconds * 1_000_000)
    }

    private func readiness(at second: Int64 = 0, _ change: (inout MeterReadings) -> Void) -> MonitorAnswer {
        var readings = MeterReadings(startedAt: Self.now, spoolLimit: 100)
        change(&readings)
        return DaemonCondition(readings: readings, standstills: [], now: seconds(second)).readiness
    }

    @Test func `is told in one line: why messages do not find their way now`() {
        #expect(readiness { _ in } == .line("it does not listen yet", isWell: false))
        #expect(readiness { $0.listens() } == .line("the database has not answered yet", isWell: false))
        let up = { (readings: inout MeterReadings) in
            readings.listens()
            readings.databaseAnswered()
        }
        #expect(readiness(up) == .line("ready", isWell: true))
        let failed = readiness {
            up(&$0)
            $0.databaseFailed("no\nanswer\r\nat all", at: Self.now)
        }
        #expect(failed == .line("the database does not take messages: no answer at all", isWell: false))
        let full = readiness {
            up(&$0)
            _ = $0.spoolFilled()
        }
        #expect(full == .line("the spool is full", isWell: false))
        let broken = readiness {
            up(&$0)
            $0.spoolFailed("no space\nleft")
        }
        #expect(broken == .line("the spool does not take messages: no space left", isWell: false))
        let mended = readiness {
            up(&$0)
            $0.spoolFailed("no space left")
            _ = $0.spooled(ReceivedBatch(), pending: 0)
        }
        #expect(mended == .line("ready", isWell: true))
        let asks = { (readings: inout MeterReadings) in
            up(&readings)
            readings.asksDatabase(at: Self.now)
        }
        #expect(readiness(at: 30, asks) == .line("ready", isWell: true))
        #expect(readiness(at: 31, asks) == .line("the database has not answered for 31 s", isWell: false))
        #expect(readiness(at: -5, asks) == .line("ready", isWell: true))
    }

    @Test func `is ill when a service with work makes no progress`() {
        let readings = MeterReadings(startedAt: Self.now, spoolLimit: 100)
        let health = { DaemonCondition(readings: readings, standstills: $0, now: Self.now).health }
        #expect(health([]) == .line("ok", isWell: true))
        #expect(health(["recording"]) == .line("recording: no progress", isWell: false))
        #expect(health(["reception", "recording"]) == .line("reception and recording: no progress", isWell: false))
    }

    @Test func `of a heartbeat is life while it is idle, moves, or waits with patience`() {
        let heartbeat = Heartbeat()
        #expect(heartbeat.isAlive(within: .zero))
        heartbeat.begin()
        #expect(heartbeat.isAlive(within: .seconds(60)) && !heartbeat.isAlive(within: .zero))
        heartbeat.wait(.seconds(60))
        #expect(heartbeat.isAlive(within: .zero))
        heartbeat.beat()
        #expect(!heartbeat.isAlive(within: .zero))
        heartbeat.end()
        #expect(heartbeat.isAlive(within: .zero))
    }
}
