// SPDX-License-Identifier: Apache-2.0

/// How long to wait before a lost connection is tried again: doubling from an interval up to a maximum; pure.
struct ReconnectPace {
    private let interval: Duration
    private let maximum: Duration
    private var next: Duration

    /// As told by the settings.
    init(_ settings: SubscriberSettings) {
        interval = settings.reconnectInterval
        maximum = settings.reconnectMaximum
        next = interval
    }

    /// The wait before the next attempt.
    mutating func wait() -> Duration {
        defer { next = min(maximum, next * 2) }
        return next
    }

    /// The connection was of use: the next loss is the first again.
    mutating func succeeded() { next = interval }
}
