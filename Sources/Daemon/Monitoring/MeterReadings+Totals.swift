// SPDX-License-Identifier: Apache-2.0

internal import Logging

extension MeterReadings {
    /// What was recorded since the start, for the last line of the log.
    var totals: Logger.Metadata {
        [
            LogKey.received: "\(recorded)", LogKey.stored: "\(stored)", LogKey.duplicates: "\(duplicates)",
            LogKey.setAside: "\(rejected.values.reduce(0, +))",
        ]
    }
}
