// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Monitor

/// What housekeeping did since the start; pure.
struct HousekeepingReadings: Hashable, Sendable {
    /// Messages that were removed, or detached.
    var expiredMessages = 0
    /// Partitions that went whole, messages in them or not.
    var expiredPartitions = 0
    /// How many partitions are there whose time has not come; nil where there are none at all, or it is not known yet.
    var partitionsAhead: Int?
    /// How often it failed.
    private(set) var failures = 0
    /// When it was done the last time.
    private(set) var lastDone: Timestamp?

    mutating func done(at now: Timestamp) { lastDone = now }
    mutating func failed() { failures += 1 }

    /// What Prometheus is told.
    var metrics: [MetricFamily] {
        [
            .init(
                .counter, "datanommer_expired_messages_total", "Messages that were removed because of their age.",
                expiredMessages),
            .init(
                .counter, "datanommer_expired_partitions_total", "Partitions that went whole because of their age.",
                expiredPartitions),
            .init(
                .counter, "datanommer_housekeeping_failures_total", "How often making partitions or removing failed.",
                failures),
            .init(
                .gauge, "datanommer_housekeeping_last_done_timestamp_seconds",
                "When both was done the last time, in seconds since 1970; 0 for never.",
                lastDone.map { Double($0.microseconds) / 1e6 } ?? 0),
        ]
            + (partitionsAhead.map {
                [.init(.gauge, "datanommer_partitions_ahead", "Partitions whose time has not come.", $0)]
            } ?? [])
    }
}
