// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Makes partitions before their time has come, and removes what is older than what is kept: when the daemon starts, then
/// every now and then.
///
/// It has a connection of its own, for as long as it works, and leaves the database to recording at least as long as it
/// takes it. Nothing waits for it: a failure is told once, and tried again.
final class Housekeeping: Service {
    private let archive: @Sendable () throws -> Archive
    private let meters: Meters
    private let logger: Logger
    private let rules: Mutex<HousekeepingRules>
    private let wakening = Wakening()

    /// - Parameter archive: opens the archive, for one time.
    init(
        _ rules: HousekeepingRules, meters: Meters, logger: Logger, archive: @escaping @Sendable () throws -> Archive
    ) {
        self.rules = Mutex(rules)
        self.meters = meters
        self.logger = logger
        self.archive = archive
    }

    /// Other rules hold from now on.
    func use(_ rules: HousekeepingRules) {
        self.rules.withLock { $0 = rules }
        wakening.call()
    }

    func run() async throws {
        await cancelWhenGracefulShutdown { await self.work() }
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
    }

    private func work() async {
        var pace = HousekeepingPace()
        wakening.call()
        await withDiscardingTaskGroup { group in
            for await _ in wakening.calls {
                let rules = rules.withLock { $0 }
                guard pace.isDue(rules, at: .now) else { continue }
                let isDone = await keep(house: rules, failures: pace.failures)
                let wait = pace.ended(rules, isDone: isDone, at: .now)
                // One that waits for a time which another one's rules have overtaken finds nothing to do.
                group.addTask {
                    try? await Task.sleep(for: wait)
                    self.wakening.call()
                }
            }
        }
    }

    /// Does it once; whether it was done.
    private func keep(house rules: HousekeepingRules, failures: Int) async -> Bool {
        do {
            let archive = try archive()
            defer { archive.close() }
            try await archive.checkSchema()
            // What is old can go also where no partition can be made.
            var failure: (any Error)?
            do { try await makePartitions(rules, in: archive) } catch { failure = error }
            try await expire(rules, in: archive)
            if let failure { throw failure }
            meters.note { $0.housekeeping.done(at: .now) }
            if failures > 0 {
                logger.info("housekeeping goes on", metadata: [LogKey.attempts: "\(failures + 1)"])
            }
            return true
        } catch {
            guard !Task.isCancelled else { return false }
            // What is old stays, and what is new goes into the last partition: no message is worse for it.
            meters.note { $0.housekeeping.failed() }
            logger.log(
                level: failures == 0 ? .warning : .debug, "housekeeping not done, retrying",
                metadata: [LogKey.error: "\(error)"])
            return false
        }
    }

    private func makePartitions(_ rules: HousekeepingRules, in archive: Archive) async throws {
        let now = Timestamp.now
        let made = try await archive.makePartitions(rules.interval, ahead: rules.ahead, now: now)
        if !made.isEmpty {
            logger.info("partitions made", metadata: [LogKey.partitions: "\(made.map(\.name).joined(separator: " "))"])
        }
        let partitions = try await archive.partitions()
        let ahead = partitions.count { partition in partition.end != nil && partition.start.map { $0 > now } ?? false }
        meters.note { $0.housekeeping.partitionsAhead = partitions.isEmpty ? nil : ahead }
    }

    private func expire(_ rules: HousekeepingRules, in archive: Archive) async throws {
        guard let keep = rules.keep else { return }
        let moment = Timestamp.now.advanced(by: .zero - keep)
        let meters = meters
        // Counted as they go: what went before a failure went.
        let expired = try await archive.expire(before: moment, rules.action) { count in
            meters.note { $0.housekeeping.expiredMessages += count }
        }
        meters.note { $0.housekeeping.expiredPartitions += expired.partitions.count }
        tell(expired, before: moment)
    }

    private func tell(_ expired: Expired, before moment: Timestamp) {
        if case .kept(let bytes) = expired.freePages, expired.messages > 0 {
            logger.notice("free space stays in the file", metadata: [LogKey.bytes: "\(bytes)"])
        }
        guard expired.messages > 0 || !expired.partitions.isEmpty else { return }
        var metadata: Logger.Metadata = [LogKey.count: "\(expired.messages)", LogKey.until: "\(moment)"]
        if !expired.partitions.isEmpty {
            metadata[LogKey.partitions] = "\(expired.partitions.joined(separator: " "))"
        }
        if !expired.detached.isEmpty { metadata[LogKey.detached] = "\(expired.detached.joined(separator: " "))" }
        // Without partitions some messages go each time.
        logger.log(level: expired.partitions.isEmpty ? .debug : .info, "messages expired", metadata: metadata)
    }
}
