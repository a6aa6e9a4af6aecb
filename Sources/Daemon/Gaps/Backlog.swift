// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import Logging
internal import SQL
internal import ServiceLifecycle
internal import Synchronization

/// Asks a backlog for what was said while nobody listened: before the start, and while an endpoint was lost.
///
/// What is in doubt stands as an open gap in the archive, one at most, so that a daemon that is killed asks for it when it
/// is started again.
final class Backlog: Service {
    private let reader: BacklogReader
    private let archive: Archive
    private let intake: LateIntake
    private let overlap: Duration
    private let wait: Duration
    private let tally: GapTally
    private let logger: Logger
    private let watch: Mutex<BacklogWatch>
    private let wanted: Mutex<TopicPrefixes>
    private let endpoints: Mutex<[String]>
    private let wakening = Wakening()

    /// - Parameters:
    ///   - endpoints: what is listened to.
    ///   - overlap: how far before the last known moment to ask.
    ///   - wait: how long after a reconnect to ask.
    init(
        reader: BacklogReader, archive: Archive, intake: LateIntake, endpoints: [String], wanted: TopicPrefixes,
        overlap: Duration, wait: Duration, tally: GapTally, logger: Logger
    ) {
        self.reader = reader
        self.archive = archive
        self.intake = intake
        self.overlap = overlap
        self.wait = wait
        self.tally = tally
        self.logger = logger
        watch = Mutex(BacklogWatch(endpoints: endpoints, coveredUntil: .now))
        self.wanted = Mutex(wanted)
        self.endpoints = Mutex(endpoints)
    }

    /// An endpoint was connected or lost. Does not block.
    func note(_ change: ConnectionChange) {
        if watch.withLock({ $0.note(change, at: .now) }) { wakening.call() }
    }

    /// Others are listened to from now on, or other topics are wanted.
    func listen(to endpoints: [String], _ wanted: TopicPrefixes) {
        let before = self.endpoints.withLock { exchange(&$0, with: endpoints) }
        watch.withLock { $0.listen(to: endpoints, insteadOf: before) }
        self.wanted.withLock { $0 = wanted }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
    }

    private func work() async {
        guard let isFirst = await begin() else { return }
        if isFirst {
            logger.info("backlog not asked, the archive is empty", metadata: [LogKey.source: "\(reader.url.source)"])
        } else {
            // Whoever is connected by now was so too recently for the backlog to have all of it: it is asked once more.
            await ask(stillDue: true)
        }
        for await _ in wakening.calls {
            await openGap()
            guard watch.withLock({ $0.isDue }) else { continue }
            // Others may be connected meanwhile, and the backlog shall have stored what was said last.
            try? await Task.sleep(for: wait)
            if Task.isCancelled { return }
            await ask()
        }
    }

    /// Finds up to when everything is had; whether there is nothing yet, or nil when the task was cancelled before.
    private func begin() async -> Bool? {
        let now = Timestamp.now
        let known = await intake.untilDone {
            // A gap that was open when the daemon ended is older than what came while it was.
            let open = try await self.archive.openGaps(of: self.reader.url.source).compactMap(\.since).min()
            if let open { return Optional(open.advanced(by: self.overlap)) }
            return try await self.archive.newestTime(upTo: now)
        }
        guard let known else { return nil }
        if let known { watch.withLock { $0.covered(until: known) } }
        await openGap()
        return known == nil
    }

    /// Writes down what is in doubt, unless it is there already.
    private func openGap() async {
        guard let covered = watch.withLock({ $0.coveredUntil }) else { return }
        let gap = NewGap(source: reader.url.source, since: covered.advanced(by: .zero - overlap))
        _ = await intake.untilDone {
            guard try await self.archive.openGaps(of: gap.source, limit: 1).isEmpty else { return }
            try await self.archive.note(gap)
        }
    }

    private func ask(stillDue: Bool = false) async {
        let now = Timestamp.now
        let covered = watch.withLock { watch in
            if !stillDue { watch.beginAsking() }
            return watch.coveredUntil
        }
        guard let covered else { return }
        let since = min(covered.advanced(by: .zero - overlap), now)
        let outcome = await reader.read(since...now, wanted.withLock { $0 })
        switch outcome {
        case .cancelled: return
        case .had(let count): logHad(count, since, now)
        case .failed(let reason): logFailed(reason, since, now)
        }
        // A gap that cannot be filled is written down, and what comes after it is another one.
        let doubt = watch.withLock { watch in
            watch.asked(upTo: now)
            return watch.coveredUntil
        }
        await settle(outcome, since...now, doubt: doubt)
    }

    private func settle(_ outcome: BacklogReader.Outcome, _ stretch: ClosedRange<Timestamp>, doubt: Timestamp?) async {
        let source = reader.url.source
        var parts: [NewGap] = []
        if case .failed(let reason) = outcome {
            parts.append(
                NewGap(
                    source: source, since: stretch.lowerBound, until: stretch.upperBound, state: .lost, detail: reason))
        } else if doubt == nil {
            parts.append(
                NewGap(source: source, since: stretch.lowerBound, until: stretch.upperBound, state: .filled))
        }
        if let doubt { parts.append(NewGap(source: source, since: doubt.advanced(by: .zero - overlap))) }
        let all = parts
        _ = await intake.untilDone {
            // More than one there are only if two daemons wrote at once; one takes the place of all.
            for (index, gap) in try await self.archive.openGaps(of: source).enumerated() {
                _ = try await self.archive.settle(gap, as: index == 0 ? all : [])
            }
        }
        tally.count {
            if case .failed = outcome { $0.lost += 1 } else if doubt == nil { $0.filled += 1 }
        }
    }

    private func logHad(_ count: Int, _ since: Timestamp, _ until: Timestamp) {
        var metadata = self.metadata(since, until)
        metadata[LogKey.count] = "\(count)"
        logger.info("backlog read", metadata: metadata)
    }

    private func logFailed(_ reason: String, _ since: Timestamp, _ until: Timestamp) {
        var metadata = self.metadata(since, until)
        metadata[LogKey.error] = "\(reason)"
        logger.error("backlog not to be had, messages may be lost", metadata: metadata)
    }

    private func metadata(_ since: Timestamp, _ until: Timestamp) -> Logger.Metadata {
        [LogKey.source: "\(reader.url.source)", LogKey.since: "\(since)", LogKey.until: "\(until)"]
    }
}
