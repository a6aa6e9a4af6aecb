// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import SQL
internal import Settings
internal import Synchronization

extension FeedRunner {
    /// The bookmark that deliveries of a generation move.
    func key(_ generation: Int64) -> BookmarkKey {
        BookmarkKey(feed: plan.name, generation: generation, holder: world.holder)
    }

    /// Finds out early what is wrong with a backend; a delivery would find out, too.
    func check() async {
        do throws(DeliveryError) {
            try await backend.check()
            run.withLock { $0.isChecked = true }
        } catch {
            guard !Task.isCancelled else { return }
            logger.warning("feed's backend is not ready", metadata: [LogKey.error: "\(error.words)"])
            note(failure: error.words)
        }
    }

    /// Delivers a batch, then moves the bookmark past it.
    func deliver(_ delivery: Delivery) async {
        world.meters.note { $0.feeds.began(plan.name) }
        defer { world.meters.note { $0.feeds.ended(plan.name) } }
        do throws(DeliveryError) {
            try await checkOnce()
            if let database, let backend = backend as? any TransactionalBackend {
                try await deliver(delivery, inside: backend, database)
            } else {
                await taken(delivery, refused: try await refused(delivery.records))
            }
        } catch {
            failed(delivery, error.words)
        }
    }

    private func checkOnce() async throws(DeliveryError) {
        guard !run.withLock({ $0.isChecked }) else { return }
        try await backend.check()
        run.withLock { $0.isChecked = true }
    }

    /// Hands records over; those that are refused for ever.
    func refused(_ records: [Record]) async throws(DeliveryError) -> [DeliveryError.Refusal] {
        do throws(DeliveryError) {
            try await backend.deliver(records)
            return []
        } catch {
            guard case .never(let refusals) = error, !refusals.isEmpty else { throw error }
            return refusals
        }
    }

    /// A batch was delivered: as far as nothing before it is left, the bookmark moves, and only then goes the next.
    private func taken(_ delivery: Delivery, refused: [DeliveryError.Refusal]) async {
        let failures = run.withLock { $0.state?.failures ?? 0 }
        let move = run.withLock { run -> BookmarkMove? in
            let move = run.state?.finished(delivery, delivery.move(without: refused))
            if move != nil { run.state?.isStoring = true }
            return move
        }
        if failures > 0 { logger.info("feed delivers again", metadata: [LogKey.attempts: "\(failures + 1)"]) }
        tell(refused)
        if let move { await store(move, delivery.generation) }
    }

    /// Writes a move down, however long that takes.
    func store(_ move: BookmarkMove, _ generation: Int64) async {
        var (backOff, generator) = (BackOff.delivering, SystemRandomNumberGenerator())
        while !Task.isCancelled {
            do {
                if try await world.archive.move(key(generation), move) { stored(move) } else { outlived(generation) }
                break
            } catch {
                let wait = backOff.failed(using: &generator)
                logger.log(
                    level: backOff.failures == 1 ? .warning : .debug, "feed's bookmark not written, retrying",
                    metadata: [LogKey.error: "\(error)"])
                // What was delivered stays delivered: only the bookmark waits.
                try? await Task.sleep(for: wait)
            }
        }
        run.withLock { $0.state?.isStoring = false }
    }

    /// Somebody put the bookmark elsewhere, or runs the feed: nothing more is delivered before that was looked at.
    private func outlived(_ generation: Int64) {
        run.withLock { run in
            if run.state?.generation == generation { run.isHeld = false }
        }
    }

    private func stored(_ move: BookmarkMove) {
        run.withLock { $0.stored = max($0.stored, move.position) }
        world.meters.note { $0.feeds.delivered(plan.name, move.delivered, refused: move.refused.count) }
        pauseIfWanted(move)
    }

    private func pauseIfWanted(_ move: BookmarkMove) {
        guard plan.settings.pauseOnRefusal, !move.refused.isEmpty else { return }
        run.withLock { $0.wantsPause = true }
    }

    func failed(_ delivery: Delivery, _ reason: String) {
        guard !Task.isCancelled else { return }
        var generator = SystemRandomNumberGenerator()
        let wait = run.withLock { $0.state?.failed(delivery, at: .now, using: &generator) ?? .zero }
        let failures = run.withLock { $0.state?.failures ?? 0 }
        world.meters.note { $0.feeds.failed(plan.name, at: .now) }
        note(failure: reason)
        logger.log(
            level: failures == 1 ? .warning : .debug, "feed does not deliver, retrying",
            metadata: [LogKey.error: "\(reason)", LogKey.attempts: "\(failures)", LogKey.wait: "\(wait)"])
    }

    func note(failure reason: String) {
        run.withLock { $0.failure = .init(error: reason, at: .now) }
    }

    func tell(_ refused: [DeliveryError.Refusal]) {
        guard let first = refused.first else { return }
        logger.error(
            "feed's backend refuses records, kept as dead letters",
            metadata: [LogKey.count: "\(refused.count)", LogKey.reason: "\(first.reason)"])
    }
}

extension FeedRunner {
    /// Rows and bookmark are one transaction: each record is there exactly once.
    private func deliver(
        _ delivery: Delivery, inside backend: any TransactionalBackend, _ database: Database
    ) async throws(DeliveryError) {
        var refused: [DeliveryError.Refusal] = []
        while true {
            let names = Set(refused.map(\.position))
            let records = delivery.records.filter { !names.contains($0.position) }
            let move = delivery.move(without: refused)
            do throws(DeliveryError) {
                try await transact(database, backend, records, key(delivery.generation), move)
                let settled = run.withLock { $0.state?.finished(delivery, move) }
                stored(move)
                tell(refused)
                return await storeOthers(of: settled, than: move, delivery.generation)
            } catch {
                // All of it was taken back: the others go again, without those.
                guard case .never(let more) = error, more.contains(where: { !names.contains($0.position) }) else {
                    throw error
                }
                refused += more
            }
        }
    }

    /// Sets aside what lies beside a delivery, and nobody could tell whether it is for this feed.
    private func storeOthers(of settled: BookmarkMove?, than move: BookmarkMove, _ generation: Int64) async {
        guard var settled, settled.refused.count > move.refused.count else { return }
        settled.delivered = 0
        settled.refused.removeAll { move.refused.contains($0) }
        run.withLock { $0.state?.isStoring = true }
        await store(settled, generation)
    }

    private func transact(
        _ database: Database, _ backend: any TransactionalBackend, _ records: [Record], _ key: BookmarkKey,
        _ move: BookmarkMove
    ) async throws(DeliveryError) {
        do {
            try await database.transaction { connection in
                if !records.isEmpty { try backend.deliver(records, on: connection) }
                guard try connection.move(key, move) else { throw Outlived() }
            }
        } catch is Outlived {
            outlived(key.generation)
            throw .later("the bookmark was put elsewhere")
        } catch let error as DeliveryError {
            throw error
        } catch {
            throw .later("\(error)")
        }
    }
}

/// The transaction is to be taken back: the bookmark is not ours to move.
private struct Outlived: Error {}

extension DeliveryError {
    /// What is wrong, for the operator.
    var words: String {
        switch self {
        case .later(let reason): reason
        case .never(let refusals): refusals.map(\.reason).joined(separator: "; ")
        }
    }
}
