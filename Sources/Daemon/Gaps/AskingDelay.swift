// SPDX-License-Identifier: Apache-2.0

/// How often a question is asked, and how long to wait between: the first wait, then twice that, up to a minute; pure.
struct AskingDelay: Hashable, Sendable {
    private let first: Duration
    private var failures = 0

    /// So often a question is asked before it is given up.
    static let attempts = 6
    private static let longest = Duration.seconds(60)

    init(first: Duration) {
        self.first = first
    }

    /// It failed once more: how long to wait, or nil when it is to be given up.
    mutating func failed() -> Duration? {
        failures += 1
        guard failures < Self.attempts else { return nil }
        return min(first * (1 << (failures - 1)), Self.longest)
    }
}
