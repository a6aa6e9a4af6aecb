// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Monitor

/// What feeds did since the start, and how they are; pure.
struct FeedReadings: Hashable, Sendable {
    /// One feed.
    struct Feed: Hashable, Sendable {
        var delivered = 0
        var refused = 0
        var retries = 0
        var inFlight = 0
        /// How far behind the newest position it is: positions have holes, so there are no more messages than that.
        var behind: Int64 = 0
        /// Since when it has something to do.
        var behindSince: Timestamp?
        /// Since when its backend does not take records.
        var failingSince: Timestamp?
        /// Since when a delivery is under way.
        var busySince: Timestamp?
        var isPaused = false
    }

    private(set) var feeds: [String: Feed] = [:]
    /// How many deliveries were begun and ended in all.
    private(set) var begun = 0
    private(set) var ended = 0
    /// How many records backends took in all, also of feeds that are no more.
    private(set) var delivered = 0

    mutating func began(_ feed: String, at now: Timestamp = .now) {
        begun += 1
        change(feed) { feed in
            feed.inFlight += 1
            feed.busySince = feed.busySince ?? now
        }
    }

    mutating func ended(_ feed: String) {
        ended += 1
        change(feed) { feed in
            feed.inFlight -= 1
            if feed.inFlight == 0 { feed.busySince = nil }
        }
    }

    mutating func delivered(_ feed: String, _ count: Int, refused: Int) {
        delivered += count
        change(feed) { feed in
            feed.delivered += count
            feed.refused += refused
            feed.failingSince = nil
        }
    }

    mutating func failed(_ feed: String, at now: Timestamp) {
        change(feed) { feed in
            feed.retries += 1
            feed.failingSince = feed.failingSince ?? now
        }
    }

    mutating func stands(_ feed: String, behind: Int64, isPaused: Bool, at now: Timestamp) {
        change(feed) { feed in
            feed.behind = behind
            feed.behindSince = behind == 0 ? nil : feed.behindSince ?? now
            feed.isPaused = isPaused
        }
    }

    /// A feed is no more.
    mutating func forget(_ feed: String) { feeds[feed] = nil }

    private mutating func change(_ feed: String, _ body: (inout Feed) -> Void) { body(&feeds[feed, default: Feed()]) }

    /// How long a delivery may take, or fail, before a feed is called stuck.
    private static let patience = Duration.seconds(60)

    /// The feeds that have delivered nothing for long though they try, sorted.
    func stuck(at now: Timestamp) -> [String] {
        let limit = now.advanced(by: .zero - Self.patience)
        return feeds.filter { _, feed in
            !feed.isPaused && [feed.failingSince, feed.busySince].contains { $0.map { $0 < limit } ?? false }
        }.keys.sorted()
    }

    /// What Prometheus is told.
    func metrics(at now: Timestamp) -> [MetricFamily] {
        guard !feeds.isEmpty else { return [] }
        let all = { (value: (Feed) -> Double) in feeds.mapValues(value) }
        let seconds = { (since: Timestamp?) in
            since.map { Double(max(0, now.microseconds - $0.microseconds)) / 1e6 } ?? 0
        }
        return [
            .init(
                .counter, "datanommer_feed_delivered_total", "Records that the feed's backend took.", by: "feed",
                all { Double($0.delivered) }),
            .init(
                .counter, "datanommer_feed_refused_total", "Records that it will never take: dead letters.",
                by: "feed", all { Double($0.refused) }),
            .init(
                .counter, "datanommer_feed_retries_total", "Deliveries that failed and are tried again.", by: "feed",
                all { Double($0.retries) }),
            .init(
                .gauge, "datanommer_feed_in_flight", "Batches on their way.", by: "feed",
                all { Double($0.inFlight) }),
            .init(
                .gauge, "datanommer_feed_lag_messages",
                "How many messages the feed has not read, at the most: positions have holes.", by: "feed",
                all { Double($0.behind) }),
            .init(
                .gauge, "datanommer_feed_lag_seconds", "How long ago the feed had nothing left to do.", by: "feed",
                all { seconds($0.behindSince) }),
            .init(
                .gauge, "datanommer_feed_failing_seconds", "How long its backend has not taken records.", by: "feed",
                all { seconds($0.failingSince) }),
            .init(
                .gauge, "datanommer_feed_paused", "1 while somebody has paused it.", by: "feed",
                all { $0.isPaused ? 1 : 0 }),
        ]
    }
}
