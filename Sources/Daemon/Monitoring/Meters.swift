// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Synchronization

/// The daemon's readings, written by its services and read by whoever asks.
final class Meters: Sendable {
    private let state: Mutex<MeterReadings>

    /// - Parameter spoolLimit: what the spool may hold, in bytes.
    init(spoolLimit: Int) {
        state = Mutex(MeterReadings(startedAt: .now, spoolLimit: spoolLimit))
    }

    /// As they are now.
    var readings: MeterReadings { state.withLock { $0 } }

    /// Something happened.
    func note<R: Sendable>(_ change: (inout MeterReadings) -> R) -> R {
        state.withLock { change(&$0) }
    }
}
