// SPDX-License-Identifier: Apache-2.0

/// How long to wait before the database is tried again: 0.1, 0.2, 0.4 … 30 seconds; pure.
struct RetryDelay: Hashable, Sendable {
    /// How often it failed in a row.
    private(set) var failures = 0

    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(30)

    /// It failed once more: how long to wait.
    mutating func failed() -> Duration {
        failures += 1
        return min(Self.first * (1 << min(failures - 1, 20)), Self.longest)
    }

    /// It worked.
    mutating func succeeded() {
        failures = 0
    }
}
