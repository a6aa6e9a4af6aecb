// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Synchronization

/// What was committed last, in memory: feeds near the end of the journal never read the database.
///
/// Positions are drawn under the journal's lock and become visible in order. So where one batch's first position follows what
/// a feed is past, nobody else's message can lie between, and the batch is all there is up to its last.
final class JournalTail: Sendable {
    private struct State {
        var batches: [TailBatch] = []
        var bytes = 0
        var newest: Int64 = 0
        var listeners: [String: Wakening] = [:]
    }

    private let state = Mutex(State())
    /// How much is kept, about, in bytes.
    private let limit: Int

    init(limit: Int = 32 << 20) {
        self.limit = limit
    }

    /// The newest position that is known of.
    var newest: Int64 { state.withLock { $0.newest } }

    /// Messages were committed at these positions. While nobody listens nothing is kept.
    func committed(_ messages: [Message], at positions: [Int64]) {
        guard let last = positions.last else { return }
        let batches = state.withLock { $0.listeners.isEmpty } ? [] : Self.batches(messages, positions)
        state.withLock { state in
            state.batches += batches
            state.bytes += batches.reduce(0) { $0 + $1.bytes }
            while state.bytes > limit, state.batches.count > 1 { state.bytes -= state.batches.removeFirst().bytes }
        }
        reached(last)
    }

    /// The journal goes up to a position now.
    func reached(_ position: Int64) {
        let listeners = state.withLock { state in
            guard position > state.newest else { return [Wakening]() }
            state.newest = position
            return Array(state.listeners.values)
        }
        for listener in listeners { listener.call() }
    }

    /// The batch that goes on behind a position; nil if it is not kept.
    func batch(after position: Int64) -> TailBatch? {
        state.withLock { state in
            state.batches.last { $0.first <= position + 1 }.flatMap { $0.last > position ? $0 : nil }
        }
    }

    /// Wakes somebody, under a name, whenever the journal grows; nil: no more.
    func wake(_ name: String, _ wakening: Wakening?) {
        state.withLock { state in
            state.listeners[name] = wakening
            if state.listeners.isEmpty { (state.batches, state.bytes) = ([], 0) }
        }
    }

    /// Parts of what was committed between which there is no hole.
    private static func batches(_ messages: [Message], _ positions: [Int64]) -> [TailBatch] {
        var batches: [TailBatch] = []
        var start = 0
        for place in positions.indices
        where place + 1 == positions.count || positions[place + 1] != positions[place] + 1 {
            let part = start == 0 && place + 1 == messages.count ? messages : Array(messages[start...place])
            batches.append(TailBatch(part, from: positions[start]))
            start = place + 1
        }
        return batches
    }
}
