// SPDX-License-Identifier: Apache-2.0

/// How long to wait before something that failed is tried again: twice as long each time, or down to half of it; pure.
///
/// The half is left to chance, so that those who lost the same server do not come back all at once.
package struct BackOff: Hashable, Sendable {
    /// Of what goes into the archive and its spool: 0.1, 0.2, 0.4 … 30 seconds.
    package static let storing = BackOff(first: .milliseconds(100), longest: .seconds(30))
    /// Of what backends and bookmarks did not take: 1, 2, 4 … 64 seconds.
    package static let delivering = BackOff(first: .seconds(1), longest: .seconds(64))

    /// How often it failed in a row.
    package private(set) var failures = 0

    private let first: Duration
    private let longest: Duration

    /// Nothing failed yet.
    ///
    /// - Parameters:
    ///   - first: the wait after the first failure, at the most.
    ///   - longest: no wait is longer.
    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// It failed once more: how long to wait.
    package mutating func failed(using generator: inout some RandomNumberGenerator) -> Duration {
        failures += 1
        let most = min(first * (1 << min(failures - 1, 20)), longest)
        return most / 2 + (most / 2) * Double.random(in: 0..<1, using: &generator)
    }

    /// It went well.
    package mutating func succeeded() { failures = 0 }
}
