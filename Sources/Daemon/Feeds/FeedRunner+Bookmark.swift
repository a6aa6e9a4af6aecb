// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import Settings
internal import Synchronization

extension FeedRunner {
    /// The bookmark as it is in the archive: somebody may have moved it, or run the feed elsewhere.
    func look(at bookmark: Bookmark) {
        let isHeld = bookmark.holder == world.holder
        let (wasHeld, mayWork) = run.withLock { run -> (Bool, Bool) in
            defer { run.isHeld = isHeld }
            let isAsItWas = run.state?.generation == bookmark.generation && run.isHeld == isHeld
            if run.state == nil {
                run.state = FeedState(
                    bookmark: bookmark.position, generation: bookmark.generation, isPaused: bookmark.isPaused,
                    cadence: plan.cadence,
                    concurrency: database != nil ? 1 : plan.settings.concurrency)
                run.stored = bookmark.position
                if run.isEnding { run.state?.end() }
            } else if run.state?.generation != bookmark.generation || (isHeld && !run.isHeld) {
                run.state?.placed(
                    at: bookmark.position, generation: bookmark.generation, isPaused: bookmark.isPaused)
                run.stored = bookmark.position
            }
            run.wantsRepeating = bookmark.again != nil || bookmark.hasLettersAgain
            return (run.isHeld, !isAsItWas || run.wantsRepeating)
        }
        if isHeld != wasHeld {
            logger.info(
                isHeld ? "feed runs here" : "feed runs elsewhere",
                metadata: [LogKey.holder: "\(bookmark.holder ?? "-")", LogKey.position: "\(bookmark.position)"])
        }
        tellExpired(bookmark.expired)
        let behind = measure(bookmark)
        // A feed that has read everything, and of which nobody wants anything, sleeps on.
        if mayWork || behind > 0 { wake() }
    }

    private func tellExpired(_ expired: Int64) {
        let more = run.withLock { run -> Int64 in
            defer { run.expired = expired }
            return expired - (run.expired ?? expired)
        }
        guard more > 0 else { return }
        logger.error("messages expired before the feed had read them", metadata: [LogKey.count: "\(more)"])
    }

    /// Tells how far behind the end of the journal it is.
    private func measure(_ bookmark: Bookmark) -> Int64 {
        let newest = world.tail.newest
        let (position, isPaused) = run.withLock { run in
            (run.state?.bookmark ?? bookmark.position, run.state?.isPaused ?? false)
        }
        let behind = max(0, newest - position)
        world.meters.note { $0.feeds.stands(plan.name, behind: behind, isPaused: isPaused, at: .now) }
        return behind
    }

    /// Adds what is to be written down of this feed, where it runs here.
    ///
    /// - Parameter passed: whether also that it is past what was not for it.
    func add(to news: inout BookmarkNews, passed: Bool = true) {
        run.withLock { run in
            guard run.isHeld, let state = run.state else { return }
            let key = key(state.generation)
            if passed, state.bookmark > run.stored, !state.isStoring {
                news.passed[key] = state.bookmark
                run.stored = state.bookmark
            }
            news.errors[key] = run.failure
            run.failure = nil
        }
    }

    /// What was to be written down was not.
    func notWritten(_ news: BookmarkNews) {
        run.withLock { run in
            guard let state = run.state, let passed = news.passed[key(state.generation)] else { return }
            run.stored = min(run.stored, passed - 1)
        }
    }

    /// Whether it is to be paused now; tells it once.
    func takesPause() -> Bool {
        run.withLock { run in
            defer { run.wantsPause = false }
            return run.wantsPause
        }
    }
}
