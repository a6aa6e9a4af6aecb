// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Synchronization

/// What was committed last, in memory: feeds near the end of the journal never read the database.
///
/// Positions are drawn under the journal's lock and become visible in order. So where one batch's first position follows what
/// a feed is past, nobody else's message can lie between, and the batch is all there is up to its last.
///
/// All readers are asked at once what they take of a batch; those that take nothing go past it without being woken.
final class JournalTail: Sendable {
    fileprivate struct State {
        var batches: [TailBatch] = []
        var bytes = 0
        var newest: Int64 = 0
        /// How far readers were told what there is.
        var told: Int64 = 0
        var readers: [Int: any TailReader] = [:]
        var seats = 0
        /// How often readers came or went.
        var edition = 0

        mutating func trim(to limit: Int) {
            while bytes > limit, batches.count > 1 { bytes -= batches.removeFirst().bytes }
        }
    }

    /// Called whenever the journal grows: it is time to `tell()`.
    let growth = Wakening()
    private let state = Mutex(State())
    /// Of which edition of the readers, and theirs.
    private let selections = Mutex((edition: 0, all: TailSelections([])))
    /// How much is kept, about, in bytes.
    private let limit: Int

    init(limit: Int = 32 << 20) {
        self.limit = limit
    }

    /// The newest position that is known of.
    var newest: Int64 { state.withLock { $0.newest } }

    /// Messages were committed at these positions. While nobody reads nothing is kept.
    func committed(_ messages: [Message], at positions: [Int64]) {
        guard let last = positions.last else { return }
        let batches = state.withLock { $0.readers.isEmpty } ? [] : Self.batches(messages, positions)
        state.withLock { state in
            state.batches += batches
            state.bytes += batches.reduce(0) { $0 + $1.bytes }
            state.trim(to: limit)
        }
        reached(last)
    }

    /// The journal goes up to a position now.
    func reached(_ position: Int64) {
        let isNew = state.withLock { state in
            guard position > state.newest else { return false }
            state.newest = position
            return true
        }
        if isNew { growth.call() }
    }

    /// The batch that goes on behind a position; nil if it is not kept.
    func batch(after position: Int64) -> TailBatch? { state.withLock { $0.batch(after: position) } }

    /// What a reader takes of a batch behind a position.
    func selected(_ reader: some TailReader, in batch: TailBatch, after position: Int64) -> Selected {
        if let answer = answer(batch)[reader.seat] { return batch.selected(answer, after: position) }
        return batch.selected(by: reader.selection, after: position)
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

extension JournalTail {
    /// A number for a reader that nobody else had.
    func seat() -> Int {
        state.withLock { state in
            state.seats += 1
            return state.seats
        }
    }

    /// Somebody reads from now on.
    func add(_ reader: some TailReader) {
        state.withLock { state in
            state.readers[reader.seat] = reader
            state.edition += 1
        }
    }

    /// Somebody reads no more.
    func remove(_ reader: some TailReader) {
        state.withLock { state in
            state.readers[reader.seat] = nil
            state.edition += 1
            if state.readers.isEmpty { (state.batches, state.bytes) = ([], 0) }
        }
    }

    /// Wakes those for whom something of what is new is; the others go past it. Where something is not kept, which others have
    /// stored or nobody, all are woken to look for themselves. To be called by one task only.
    func tell() {
        while let (batch, readers) = news() {
            let answer = batch.map(answer)
            for reader in readers {
                if let batch, answer?.hasNothing(for: reader.seat) == true, reader.passes(batch.first...batch.last) {
                    continue
                }
                reader.wake()
            }
        }
    }

    /// What is told next, and to whom.
    private func news() -> (batch: TailBatch?, readers: [any TailReader])? {
        state.withLock { state in
            guard state.told < state.newest else { return nil }
            let batch = state.batch(after: state.told)
            state.told = batch?.last ?? state.newest
            return (batch, Array(state.readers.values))
        }
    }

    /// Who takes what of a batch, asked once; readers that came later are not among it.
    private func answer(_ batch: TailBatch) -> TailSelections.Answer {
        batch.answer { names, record in
            let (edition, readers) = state.withLock { ($0.edition, $0.readers) }
            return selections.withLock { selections in
                if selections.edition != edition {
                    selections = (edition, TailSelections(Array(readers.values)))
                }
                return selections.all.answer(names, record)
            }
        }
    }
}

extension JournalTail.State {
    fileprivate func batch(after position: Int64) -> TailBatch? {
        guard let oldest = batches.first, oldest.first <= position + 1, position < newest else { return nil }
        return batches.last { $0.first <= position + 1 && $0.last > position }
    }
}
