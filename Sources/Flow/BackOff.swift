// SPDX-License-Identifier: Apache-2.0

/// How long to wait before records that a backend did not take are delivered again: 1, 2, 4 … 64 seconds, or down to half
/// of it; pure.
///
/// The half is left to chance, so that feeds which lost the same server do not come back all at once.
package struct BackOff: Hashable, Sendable {
    /// How often it failed in a row.
    package private(set) var failures = 0

    private static let longest = 64

    /// Nothing failed yet.
    package init() {}

    /// It failed once more: how long to wait.
    package mutating func failed(using generator: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let most = Duration.seconds(min(1 << min(failures - 1, 20), Self.longest))
        return most / 2 + (most / 2) * Double.random(in: 0..<1, using: &generator)
    }

    /// It went well.
    package mutating func succeeded() { failures = 0 }
}
