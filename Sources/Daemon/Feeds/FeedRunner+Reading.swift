// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import Synchronization

extension FeedRunner {
    /// How much a feed that is behind reads at once.
    static let pageLimit = 500
    static let pageBytes = 4 << 20

    /// Reads on behind a position: from memory near the end of the journal, else from the database.
    func read(after position: Int64, _ generation: Int64, _ epoch: Int) async {
        if let batch = world.tail.batch(after: position) {
            let selected = batch.selected(by: plan.selection, after: position)
            return await note(selected, through: batch.last, isEnd: batch.last >= world.tail.newest, generation, epoch)
        }
        // All up to here is visible by now: where nothing is found, what was there has gone.
        let known = world.tail.newest
        do {
            let page = try await world.archive.records(after: position, limit: Self.pageLimit, bytes: Self.pageBytes)
            let through = page.isEnd ? max(page.through, known) : page.through
            await note(
                Selected(page.records, by: plan.selection), through: through, isEnd: page.isEnd, generation,
                epoch)
        } catch {
            guard !Task.isCancelled else { return }
            var generator = SystemRandomNumberGenerator()
            run.withLock { $0.state?.readFailed(epoch: epoch, at: .now, using: &generator) }
            let failures = run.withLock { $0.state?.failures ?? 0 }
            logger.log(
                level: failures == 1 ? .warning : .debug, "feed cannot read, retrying",
                metadata: [LogKey.error: "\(error)"])
        }
    }

    private func note(_ selected: Selected, through: Int64, isEnd: Bool, _ generation: Int64, _ epoch: Int) async {
        let move = run.withLock { run -> BookmarkMove? in
            let move = run.state?.read(
                selected.records, undecided: selected.undecided, through: through, isEnd: isEnd,
                epoch: epoch, at: .now)
            if move != nil { run.state?.isStoring = true }
            return move
        }
        tell(selected.undecided.map { .init(position: $0.position, reason: $0.reason) })
        if let move { await store(move, generation) }
    }
}
