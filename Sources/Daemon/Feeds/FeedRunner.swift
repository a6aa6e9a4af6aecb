// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import SQL
internal import Settings
internal import Synchronization

/// Runs one feed: `FeedState` decides, this does.
///
/// Nothing it waits for is anybody else's: a backend that hangs holds its own feed, with the batches that are on their way and
/// one that is gathered.
final class FeedRunner: Sendable {
    struct Run {
        /// Nil until its bookmark is known.
        var state: FeedState?
        /// Whether this daemon may run it.
        var isHeld = false
        /// How far the bookmark in the archive is.
        var stored: Int64 = 0
        var timer: ContinuousClock.Instant?
        var isChecked = false
        /// What is still to be written down.
        var failure: BookmarkNews.Failure?
        var isEnding = false
        var isRepeating = false
        /// Whether something is to be delivered once more.
        var wantsRepeating = false
        var expired: Int64?
        /// Whether it is to be paused because of what was refused.
        var wantsPause = false
    }

    let plan: FeedPlan
    let world: FeedWorld
    let backend: any Backend
    /// Of a feed whose rows and bookmark are one transaction: where that is.
    let database: Database?
    let logger: Logger
    let run: Mutex<Run>
    let seat: Int
    private let wakening = Wakening()

    init(_ plan: FeedPlan, _ world: FeedWorld) {
        self.plan = plan
        self.world = world
        var logger = world.logger
        logger[metadataKey: LogKey.feed] = "\(plan.name)"
        self.logger = logger
        backend = plan.backend(logger)
        database = plan.settings.backend.isInArchive ? try? world.openDatabase() : nil
        run = Mutex(Run())
        seat = world.tail.seat()
    }

    /// Delivers until it is told to end and nothing is on its way any more, or the task is cancelled.
    func work() async {
        world.tail.add(self)
        await withDiscardingTaskGroup { group in
            group.addTask { await self.check() }
            wakening.call()
            for await _ in wakening.calls {
                while let action = next() { start(action, &group) }
                if repeats() { group.addTask { await self.deliverAgain() } }
                if run.withLock({ $0.isEnding && $0.state?.hasEnded ?? true && !$0.isRepeating }) { break }
            }
            group.cancelAll()
        }
        world.tail.remove(self)
        await backend.close()
        database?.close()
    }

    /// Begins nothing new.
    func end() {
        run.withLock {
            $0.isEnding = true
            $0.state?.end()
        }
        wakening.call()
    }

    /// There may be something to do.
    func wake() { wakening.call() }

    private func next() -> FeedState.Action? {
        let newest = world.tail.newest
        return run.withLock { run in
            guard run.isHeld, let position = run.state?.position else { return nil }
            if newest > position { run.state?.somethingCame() }
            let now = ContinuousClock.now
            switch run.state?.next(at: now) {
            case .idle, nil: return nil
            case .wait(let until):
                if let timer = run.timer, timer > now, timer <= until { return nil }
                run.timer = until
                return .wait(until: until)
            case let action: return action
            }
        }
    }

    private func start(_ action: FeedState.Action, _ group: inout DiscardingTaskGroup) {
        let (generation, epoch) = run.withLock { ($0.state?.generation ?? 0, $0.state?.epoch ?? 0) }
        group.addTask {
            switch action {
            case .read(let position): await self.read(after: position, generation, epoch)
            case .deliver(let delivery): await self.deliver(delivery)
            case .wait(let until): try? await Task.sleep(until: until, clock: .continuous)
            case .idle: break
            }
            self.wakening.call()
        }
    }

    private func repeats() -> Bool {
        run.withLock { run in
            guard run.isHeld, !run.isEnding, !run.isRepeating, run.state?.isPaused == false, run.wantsRepeating else {
                return false
            }
            run.isRepeating = true
            run.wantsRepeating = false
            return true
        }
    }
}
