// SPDX-License-Identifier: Apache-2.0

internal import AsyncAlgorithms
internal import DatanommerModels
internal import Executors
internal import Logging
internal import SQL
internal import ServiceLifecycle
internal import Spool
internal import Synchronization

/// Takes what is in the spool to the archive, batch by batch, in order, and acknowledges it there.
///
/// A batch is tried until the database has it. On shutdown the spool's rest is stored, unless the database does not take
/// it soon: then it stays in the spool for the next start.
final class Recording: Service {
    private let spool: Spool
    private let archive: Archive
    private let lookingAhead: LookingAhead?
    private let decoder: Mutex<MessageDecoder>
    private let decoding = ParallelExecutor(label: "decoding")
    private let wanted: Mutex<TopicPrefixes>
    /// How many messages at the most are stored in one transaction: a batch as it was received, or more when they wait.
    private let transactionLimit: Int
    private let logger: Logger
    private let heartbeat: Heartbeat
    /// Of the decoding, which goes on beside.
    let decodingHeartbeat = Heartbeat()
    private let meters: Meters
    private let shutdown = Shutdown()
    private let sparing = Mutex(Sparing())
    /// Whether the spool could not write down the last time how far it may forget.
    private let isUnacknowledged = Mutex(false)
    /// What a transaction costs by itself is a tenth of 500 messages and less of more; past 2,000 there is no more to gain.
    private static let leastTransactionLimit = 2_000
    /// Makes sure of the schema before anything is stored.
    private let prepare: @Sendable () async throws -> Void
    private let gaps: GapFilling

    init(
        spool: Spool, archive: Archive, lookingAhead: LookingAhead?, decoder: MessageDecoder, wanted: TopicPrefixes,
        batchLimit: Int,
        gaps: GapFilling, logger: Logger, heartbeat: Heartbeat, meters: Meters,
        prepare: @escaping @Sendable () async throws -> Void
    ) {
        self.spool = spool
        self.archive = archive
        self.lookingAhead = lookingAhead
        self.decoder = Mutex(decoder)
        self.wanted = Mutex(wanted)
        self.gaps = gaps
        transactionLimit = max(batchLimit, Self.leastTransactionLimit)
        self.logger = logger
        self.heartbeat = heartbeat
        self.meters = meters
        self.prepare = prepare
    }

    /// Decodes what comes from now on in another way.
    func use(_ decoder: MessageDecoder, wanted: TopicPrefixes) {
        self.decoder.withLock { $0 = decoder }
        self.wanted.withLock { $0 = wanted }
    }

    func run() async throws {
        try await withGracefulShutdownHandler {
            guard try await untilDone(isPermanent: { !$0.isRetryable }, prepare) != nil else { return }
            try await withThrowingTaskGroup { group in
                // While the database has one batch the cores have the next.
                let decoded = AsyncChannel<SpooledMessages>()
                group.addTask { try await self.decodeAll(into: decoded) }
                for await next in decoded {
                    guard try await self.record(next) else { break }
                }
                group.cancelAll()
                try await group.waitForAll()
            }
        } onGracefulShutdown: {
            self.shutdown.begin()
        }
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
        logUntold()
        let left = await spool.pendingBytes
        logger.info("stopped", metadata: meters.readings.totals.merging([LogKey.spooledBytes: "\(left)"]) { $1 })
    }

    /// A batch of the spool, and what it means.
    private struct SpooledMessages: Sendable {
        let spooled: SpooledBatch
        let batch: DecodedBatch
        let early: EarlyLookup?
    }

    /// Decodes what is in the spool until its end, one batch ahead of the database, and looks up what is stored of it.
    private func decodeAll(into decoded: AsyncChannel<SpooledMessages>) async throws {
        defer { decoded.finish() }
        while !Task.isCancelled, let spooled = try await spool.next(limit: transactionLimit) {
            decodingHeartbeat.begin()
            let batch = await DecodedBatch.decoding(
                spooled.batch, decoder: decoder.withLock { $0 }, wanted: wanted.withLock { $0 }, on: decoding)
            decodingHeartbeat.end()
            let early = await lookingAhead?.lookUp(batch.messages)
            await decoded.send(SpooledMessages(spooled: spooled, batch: batch, early: early))
        }
    }

    /// Stores a batch and lets the spool forget it; false when a shutdown does not leave the time.
    private func record(_ next: SpooledMessages) async throws -> Bool {
        heartbeat.begin()
        meters.note { $0.took(next.spooled.batch) }
        if next.spooled.damagedBytes > 0 { logDamage(next.spooled.damagedBytes) }
        guard let outcome = try await store(next.batch, next.early) else { return false }
        await acknowledge(next.spooled.end)
        let pending = await spool.pendingBytes
        let dropped = meters.note { $0.stored(next.batch, outcome, pending: pending) }
        if let dropped { logger.spoolHasRoom(dropped: dropped) }
        heartbeat.end()
        return true
    }

    private func store(_ batch: DecodedBatch, _ early: EarlyLookup?) async throws -> AppendOutcome? {
        // No error of the database is permanent here: a role or a table that is gone can come back, and meanwhile the
        // spool holds what was said.
        let outcome = try await untilDone(isPermanent: { $0.code == .cancelled }) {
            let start = ContinuousClock.now
            let outcome = try await self.archive.append(
                batch.messages, setAside: batch.setAside, spoken: batch.spoken, early: early)
            self.meters.note { $0.committed(in: start.duration(to: .now)) }
            return outcome
        }
        if let outcome {
            report(batch, outcome)
            reportGaps(outcome)
        }
        return outcome
    }

    /// How long the database may take for one piece of work, of which each statement may be silent for `answer_timeout`.
    /// A lock that somebody holds is no standstill of ours, and a restart would only cost messages.
    private static let patience = Duration.seconds(900)

    /// Does work on the database until it succeeds; nil when a shutdown does not leave the time.
    private func untilDone<R>(isPermanent: (DatabaseError) -> Bool, _ work: () async throws -> R) async throws -> R? {
        // The same work may succeed later, and identities make a second attempt harmless.
        let done = try await Retrying(shutdown: shutdown, heartbeat: heartbeat).untilDone(
            isTemporary: { (error: DatabaseError) in !isPermanent(error) },
            onFailure: { error, failures in
                logFailure(error, failures: failures)
                meters.note { $0.databaseFailed("\(error)", at: .now) }
            }
        ) {
            heartbeat.wait(Self.patience)
            meters.note { $0.asksDatabase(at: .now) }
            let result = try await work()
            heartbeat.beat()
            meters.note { $0.databaseAnswered() }
            return result
        }
        if let done, done.failures > 0 {
            logger.info("database is back", metadata: [LogKey.attempts: "\(done.failures + 1)"])
        }
        return done?.result
    }

    private func acknowledge(_ position: SpoolPosition) async {
        do throws(SpoolError) {
            try await spool.acknowledge(position)
            isUnacknowledged.withLock { $0 = false }
        } catch {
            // What is stored and not acknowledged comes again after a restart, and is skipped then.
            let isNews = isUnacknowledged.withLock { !exchange(&$0, with: true) }
            logger.log(
                level: isNews ? .warning : .debug, "spool not acknowledged", metadata: [LogKey.error: "\(error)"])
        }
    }
}

extension Recording {
    /// An outage is two lines in the log: this one when it begins, "database is back" when it ends.
    private func logFailure(_ error: DatabaseError, failures: Int) {
        logger.log(
            level: failures == 1 ? .warning : .debug, "database does not take messages, retrying",
            metadata: [LogKey.error: "\(error)", LogKey.attempts: "\(failures)"])
    }

    private func logDamage(_ bytes: Int) {
        logger.error("spool was damaged, bytes kept aside", metadata: [LogKey.count: "\(bytes)"])
    }

    private func reportGaps(_ outcome: AppendOutcome) {
        for publisher in outcome.begunAnew {
            logger.warning("publisher's numbers began again", metadata: [LogKey.source: "\(publisher)"])
        }
        for missed in outcome.missed {
            let numbers = "\(missed.numbers.lowerBound)-\(missed.numbers.upperBound)"
            logger.warning(
                "gap noticed",
                metadata: [LogKey.source: "\(missed.publisher)", LogKey.numbers: "\(numbers)"])
        }
        if !outcome.missed.isEmpty { gaps.noticed(outcome.missed) }
    }

    private func report(_ batch: DecodedBatch, _ outcome: AppendOutcome) {
        logger.debug(
            "batch stored",
            metadata: [LogKey.stored: "\(outcome.stored)", LogKey.duplicates: "\(outcome.duplicates)"])
        // A flood of what is odd must not become a flood of lines.
        sparing.withLock { sparing in
            if batch.withoutTime > 0, let count = sparing.happened(Self.withoutTime, count: batch.withoutTime, at: .now)
            {
                log(Self.withoutTime, count)
            }
            if outcome.notKept > 0, let count = sparing.happened(Self.notKept, count: outcome.notKept, at: .now) {
                log(Self.notKept, count)
            }
            for (reason, frames) in Dictionary(grouping: outcome.setAside, by: \.reason.rawValue) {
                if let count = sparing.happened(reason, count: frames.count, at: .now) { log(reason, count) }
            }
        }
    }

    /// What `sparing` calls things that are no reasons; no reason is called so.
    private static let withoutTime = "without time"
    private static let notKept = "not kept"

    private func log(_ name: String, _ count: Int) {
        switch name {
        case Self.withoutTime:
            logger.notice(
                "messages without a usable timestamp got the time of receipt", metadata: [LogKey.count: "\(count)"])
        case Self.notKept:
            logger.error("quarantine is full, not kept", metadata: [LogKey.count: "\(count)"])
        default:
            logger.error("set aside", metadata: [LogKey.reason: "\(name)", LogKey.count: "\(count)"])
        }
    }

    private func logUntold() {
        for (name, count) in sparing.withLock({ $0.untold }) { log(name, count) }
    }
}
