// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Flow
internal import Logging
internal import ServiceLifecycle
internal import Synchronization

/// Runs the feeds, each on its own, as the settings name them, and tells them what is new; once a second looks where their
/// bookmarks are, and writes down those that moved past records that were not for them, all at once.
final class Feeds: Service {
    private struct State {
        var plans: [String: FeedPlan] = [:]
        var runners: [String: FeedRunner] = [:]
        var isEnding = false
        var isOver = false
        var isSyncing = false
        var isFailing = false
        /// What is still to be written down of feeds that have ended.
        var left = BookmarkNews()
        var lastHeld: ContinuousClock.Instant?
        var lastLook: ContinuousClock.Instant?
        var passedPace = PassedPace()

        /// Bookmarks are looked at once a second, and at once when there are new feeds.
        func isDue(at now: ContinuousClock.Instant) -> Bool {
            lastHeld == nil && !isFailing || lastLook.map { $0.duration(to: now) > .milliseconds(900) } ?? true
        }

        /// The feeds whose lease is to be renewed now; nil: not yet.
        mutating func held(at now: ContinuousClock.Instant) -> [String]? {
            if let lastHeld, lastHeld.duration(to: now) < Archive.lease / 3 { return nil }
            lastHeld = now
            return runners.keys.sorted()
        }
    }

    private let world: FeedWorld
    private let state = Mutex(State())
    private let wakening = Wakening()
    /// How long what is on its way may take once the daemon was told to stop.
    private let patience: Duration

    init(_ plans: [FeedPlan], _ world: FeedWorld, patience: Duration = .seconds(10)) {
        self.world = world
        self.patience = patience
        use(plans)
    }

    /// These are the feeds from now on. Those that stay as they were go on; of a changed one what is on its way ends first.
    func use(_ plans: [FeedPlan]) {
        state.withLock { state in
            state.plans = Dictionary(uniqueKeysWithValues: plans.map { ($0.name, $0) })
            state.lastHeld = nil
        }
        wakening.call()
    }

    func run() async throws {
        await withGracefulShutdownHandler {
            await work()
        } onGracefulShutdown: {
            self.state.withLock { $0.isEnding = true }
            self.wakening.call()
        }
        // The group takes a service that ends before its turn for one that failed.
        try? await gracefulShutdown()
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.tick() }
            group.addTask { await self.tell() }
            var isLimited = false
            for await _ in wakening.calls {
                for runner in settle() {
                    group.addTask {
                        await runner.work()
                        self.ended(runner)
                    }
                }
                let (isEnding, isDone) = state.withLock { ($0.isEnding, $0.runners.isEmpty || $0.isOver) }
                if isEnding, isDone { break }
                if isEnding, !isLimited {
                    isLimited = true
                    group.addTask { await self.limit() }
                }
                if mayLook() { group.addTask { await self.look() } }
            }
            group.cancelAll()
        }
        await leave()
    }

    private func tick() async {
        while !Task.isCancelled {
            wakening.call()
            try? await Task.sleep(for: .seconds(1))
        }
    }

    /// Tells feeds what is new.
    private func tell() async {
        for await _ in world.tail.growth.calls { world.tail.tell() }
    }

    private func limit() async {
        try? await Task.sleep(for: patience)
        state.withLock { $0.isOver = true }
        wakening.call()
    }

    /// Ends feeds that are not wanted as they are; those that begin now.
    private func settle() -> [FeedRunner] {
        state.withLock { state in
            for (name, runner) in state.runners where state.isEnding || !runner.plan.isLike(state.plans[name]) {
                runner.end()
            }
            guard !state.isEnding else { return [] }
            var new: [FeedRunner] = []
            for (name, plan) in state.plans where state.runners[name] == nil {
                let runner = FeedRunner(plan, world)
                state.runners[name] = runner
                new.append(runner)
                state.lastHeld = nil
            }
            return new
        }
    }

    private func ended(_ runner: FeedRunner) {
        state.withLock { state in
            state.runners[runner.plan.name] = nil
            runner.add(to: &state.left)
        }
        world.meters.note { $0.feeds.forget(runner.plan.name) }
        wakening.call()
    }
}

extension Feeds {
    /// Whether it is time to look where bookmarks are: nobody does, and there are feeds.
    private func mayLook() -> Bool {
        state.withLock { state in
            guard !state.isSyncing, !state.isEnding, !state.runners.isEmpty, state.isDue(at: .now) else { return false }
            state.isSyncing = true
            return true
        }
    }

    /// Writes down what is new of all feeds, and looks where they are.
    private func look() async {
        let runners = state.withLock { Array($0.runners.values) }
        let passed = state.withLock { $0.passedPace.isDue(feeds: runners.count, at: .now) }
        var news = news(of: runners, passed: passed)
        news.held = state.withLock { $0.held(at: .now) }
        do {
            for runner in runners where runner.takesPause() {
                _ = try await world.archive.pause(runner.plan.name, true)
                runner.logger.warning("feed paused, because its backend refused a record")
            }
            var (bookmarks, newest) = try await world.archive.sync(news, by: world.holder)
            world.tail.reached(newest)
            let known = Set(bookmarks.map(\.feed))
            let new = runners.filter { !known.contains($0.plan.name) }
            if !new.isEmpty {
                try await world.archive.begin(new.map { ($0.plan.name, $0.plan.start) })
                news = BookmarkNews()
                news.held = runners.map(\.plan.name)
                (bookmarks, _) = try await world.archive.sync(news, by: world.holder)
            }
            let places = Dictionary(uniqueKeysWithValues: bookmarks.map { ($0.feed, $0) })
            for runner in runners { places[runner.plan.name].map { runner.look(at: $0) } }
            done(failure: nil)
        } catch {
            for runner in runners { runner.notWritten(news) }
            done(failure: error)
        }
    }

    private func news(of runners: [FeedRunner], passed: Bool = true) -> BookmarkNews {
        var news = state.withLock { exchange(&$0.left, with: BookmarkNews()) }
        for runner in runners { runner.add(to: &news, passed: passed) }
        return news
    }

    private func done(failure: (any Error)?) {
        let wasFailing = state.withLock { state in
            defer {
                state.isFailing = failure != nil
                if failure != nil { state.lastHeld = nil }
            }
            state.isSyncing = false
            state.lastLook = .now
            return state.isFailing
        }
        if let failure, !wasFailing, !Task.isCancelled {
            // Feeds go on with what they know, and stop where a bookmark cannot be written.
            world.logger.warning("bookmarks are out of reach, retrying", metadata: [LogKey.error: "\(failure)"])
        } else if failure == nil, wasFailing {
            world.logger.info("bookmarks are back")
        }
    }

    /// Writes down where feeds are, and lets them go: another daemon need not wait.
    private func leave() async {
        let runners = state.withLock { Array($0.runners.values) }
        let names = state.withLock { Array($0.plans.keys) }
        guard !names.isEmpty else { return }
        do {
            _ = try await world.archive.sync(news(of: runners), by: world.holder)
            try await world.archive.release(names, by: world.holder)
        } catch {
            // Where they were written down last counts; what came after is looked at again.
            world.logger.debug("bookmarks not written at the end", metadata: [LogKey.error: "\(error)"])
        }
    }
}
