// SPDX-License-Identifier: Apache-2.0

internal import ArgumentParser
internal import DatanommerModels

/// A time on the command line: ISO 8601 or seconds since 1970.
struct TimeArgument: ExpressibleByArgument {
    let timestamp: Timestamp

    init?(argument: String) {
        guard let timestamp = Timestamp(text: argument) else { return nil }
        self.timestamp = timestamp
    }
}
