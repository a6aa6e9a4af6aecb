// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import Monitor

extension MeterReadings {
    /// What Prometheus is told.
    ///
    /// - Parameters:
    ///   - counts: what was received.
    ///   - connected: how many publishers are connected.
    ///   - gaps: what was missed.
    ///   - memory: what the process has in memory, in bytes; nil where that cannot be told.
    func metrics(_ counts: ReceiveCounts, connected: Int, gaps: GapCounts, memory: Int?, at now: Timestamp)
        -> [MetricFamily]
    {
        process(memory) + bus(counts, connected) + messages + gaps.metrics + spoolMetrics + databaseMetrics(at: now)
            + housekeeping.metrics + feeds.metrics(at: now)
    }

    private func process(_ memory: Int?) -> [MetricFamily] {
        [
            .init(
                .gauge, "datanommer_build_info", "The version that runs.", by: "version", [Version.current: 1]),
            .init(
                .gauge, "process_start_time_seconds", "When the daemon started, in seconds since 1970.",
                startedAt.seconds),
        ] + (memory.map { [.init(.gauge, "process_resident_memory_bytes", "What it has in memory.", $0)] } ?? [])
    }

    private func bus(_ counts: ReceiveCounts, _ connected: Int) -> [MetricFamily] {
        [
            .init(
                .counter, "datanommer_messages_received_total", "Messages that came from the bus, of any kind.",
                counts.messages),
            .init(.counter, "datanommer_received_bytes_total", "Their bytes.", counts.bytes),
            .init(.gauge, "datanommer_endpoints_connected", "Publishers that are connected.", connected),
            .init(
                .counter, "datanommer_endpoint_losses_total", "How often a connected publisher was lost.",
                counts.losses),
            .init(
                .counter, "datanommer_reading_pauses_total",
                "How often reading from the bus paused, because the spool did not keep up.", counts.pauses),
        ]
    }

    private var messages: [MetricFamily] {
        let losses = Loss.allCases.map { ($0.rawValue, Double(lost[$0] ?? 0)) }
        return [
            .init(.counter, "datanommer_messages_spooled_total", "Messages that were made durable.", spooled),
            .init(.counter, "datanommer_messages_decoded_total", "Messages that were understood.", decoded),
            .init(.counter, "datanommer_messages_stored_total", "Messages that are new in the archive.", stored),
            .init(
                .counter, "datanommer_messages_duplicate_total", "Messages that were there already.", duplicates),
            .init(
                .counter, "datanommer_messages_rejected_total", "What was set aside, by reason.", by: "reason",
                Self.noneRejected.merging(rejected.mapValues(Double.init)) { $1 }),
            .init(
                .counter, "datanommer_messages_lost_total", "Messages that were received and given up.", by: "cause",
                Dictionary(uniqueKeysWithValues: losses)),
            batchTimes.family("datanommer_batch_seconds", "How long the database took for a batch."),
        ]
    }

    private var spoolMetrics: [MetricFamily] {
        [
            .init(.gauge, "datanommer_spool_pending_bytes", "What waits for the database.", spool.pending),
            .init(.gauge, "datanommer_spool_limit_bytes", "What may wait for it.", spool.limit),
            .init(
                .gauge, "datanommer_spool_full", "1 from a full spool until half of it is free, else 0.",
                spool.isFull ? 1 : 0),
            .init(
                .counter, "datanommer_spool_failures_total", "How often the spool's disk did not take a batch.",
                spoolFailures),
        ]
    }

    private func databaseMetrics(at now: Timestamp) -> [MetricFamily] {
        let states = DatabaseState.Answer.allCases.map { ($0.rawValue, $0 == database.answer ? 1.0 : 0) }
        return [
            .init(
                .gauge, "datanommer_lag_seconds", "How long the oldest message waits that is received and not stored.",
                lag(at: now) / .seconds(1)),
            .init(
                .gauge, "datanommer_database_state", "1 for the state that the database is in.", by: "state",
                Dictionary(uniqueKeysWithValues: states)),
            .init(
                .counter, "datanommer_database_failures_total", "How often the database did not do what it was asked.",
                database.failures),
            .init(
                .gauge, "datanommer_database_last_failure_timestamp_seconds",
                "When that was last, in seconds since 1970; 0 for never.", database.lastFailure?.at.seconds ?? 0),
        ]
    }

    /// A reason is told before its first case, so that a rate sees that one too.
    private static let noneRejected: [String: Double] = Dictionary(
        uniqueKeysWithValues: SetAside.Reason.named.map { ($0.rawValue, 0) })
}

extension GapCounts {
    fileprivate var metrics: [MetricFamily] {
        let states = ["noticed": noticed, "filled": filled, "lost": lost].mapValues(Double.init)
        let sources = ["replay": replayed, "backlog": backlogged].mapValues(Double.init)
        return [
            .init(
                .counter, "datanommer_gaps_total",
                "Gaps that publishers' numbers or a backlog told, by what became of them.",
                by: "state", states),
            .init(
                .counter, "datanommer_messages_asked_for_total",
                "Messages that came on being asked for, also known ones.",
                by: "source", sources),
            .init(
                .counter, "datanommer_gap_questions_failed_total", "Questions for what was missed that failed.",
                failedQuestions),
        ]
    }
}

extension Timestamp {
    fileprivate var seconds: Double { Double(microseconds) / 1e6 }
}
