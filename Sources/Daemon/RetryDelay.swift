// SPDX-License-Identifier: Apache-2.0

/// How long to wait before something that failed is tried again: 0.1, 0.2, 0.4 … 30 seconds, or down to half of it; pure.
///
/// The half is left to chance, so that daemons which lost the same server do not come back all at once.
struct RetryDelay: Hashable, Sendable {
    /// How often it failed in a row.
    private(set) var failures = 0

    private static let first = Duration.milliseconds(100)
    private static let longest = Duration.seconds(30)

    /// It failed once more: how long to wait.
    mutating func failed(using generator: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let most = min(Self.first * (1 << min(failures - 1, 20)), Self.longest)
        return most / 2 + (most / 2) * Double.random(in: 0..<1, using: &generator)
    }
}
