// SPDX-License-Identifier: Apache-2.0

internal import Synchronization

/// Says how far long work is, on stderr, when that is a terminal and the work takes more than a second.
final class Progress: Sendable {
    private struct State {
        var count = 0
        var lastSaid: ContinuousClock.Instant
        var hasSpoken = false
    }

    private let what: String
    private let isTerminal: Bool
    private let state: Mutex<State>

    /// - Parameter what: what is counted, with the verb: `messages loaded`.
    init(_ what: String, isTerminal: Bool = StandardError.isTerminal) {
        self.what = what
        self.isTerminal = isTerminal
        state = Mutex(State(lastSaid: .now))
    }

    /// Counts more of it.
    func advance(by count: Int = 1) {
        guard isTerminal else { return }
        state.withLock { state in
            state.count += count
            guard state.lastSaid.duration(to: .now) > .seconds(1) else { return }
            state.lastSaid = .now
            state.hasSpoken = true
            StandardError.overwrite("\(state.count) \(what)")
        }
    }

    /// Takes the line away.
    func finish() {
        if state.withLock({ $0.hasSpoken }) { StandardError.overwrite("") }
    }
}
