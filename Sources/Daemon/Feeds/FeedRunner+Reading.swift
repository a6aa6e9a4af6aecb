// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import Synchronization

extension FeedRunner: TailReader {
    /// How much is delivered once more at the most, at once.
    static let pageLimit = 500

    var selection: Selection { plan.selection }

    /// Reads on behind a position: from memory near the end of the journal, else from the database.
    func read(after position: Int64, _ generation: Int64, _ epoch: Int) async {
        let kept = readKept(after: position)
        // All up to here is visible by now.
        let known = world.tail.newest
        guard kept.through == position, known > position else {
            return await note(kept.selected, through: kept.through, isEnd: kept.through >= known, generation, epoch)
        }
        do {
            let page = try await world.pages.page(after: position, known: known)
            let selected = world.tail.selected(self, in: page.batch, after: position)
            await note(selected, through: page.batch.last, isEnd: page.isEnd, generation, epoch)
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

    /// What is kept in memory up to the first that is for this feed, and how far that is.
    private func readKept(after position: Int64) -> (selected: Selected, through: Int64) {
        var (selected, through) = (Selected(), position)
        while selected.isEmpty, let batch = world.tail.batch(after: through) {
            selected = world.tail.selected(self, in: batch, after: through)
            through = batch.last
        }
        return (selected, through)
    }

    func passes(_ stretch: ClosedRange<Int64>) -> Bool {
        run.withLock { run in
            // Whoever looks at the bookmark wakes it.
            guard run.isHeld, run.state != nil else { return true }
            return run.state?.passes(stretch) ?? true
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
