// SPDX-License-Identifier: Apache-2.0

/// What a feed does next; pure: told what happened, with the time, it answers what to do.
///
/// Records are read behind one another, gathered by the cadence and delivered, several batches at once where the feed
/// allows it. The bookmark stands at the end of what is finished without a hole: what failed, or is still under way, comes
/// again after a crash, and so may what was finished behind it.
package struct FeedState: Hashable, Sendable {
    /// What to do.
    package enum Action: Hashable, Sendable {
        /// Read on behind this position.
        case read(after: Int64)
        /// Hand this over.
        case deliver(Delivery)
        /// Nothing before this moment, unless something happens.
        case wait(until: ContinuousClock.Instant)
        /// Nothing unless something happens.
        case idle
    }

    private struct UnderWay: Hashable, Sendable {
        let delivery: Delivery
        var state = State.running

        enum State: Hashable, Sendable {
            case running, failed
            case finished(BookmarkMove)
        }
    }

    /// Which of its places the feed goes on from.
    package private(set) var generation: Int64
    /// Whether somebody told it to do nothing.
    package private(set) var isPaused: Bool
    /// The end of what is finished.
    package private(set) var bookmark: Int64
    /// How far it has read.
    package private(set) var position: Int64
    /// How often the backend did not take records, in a row.
    package var failures: Int { backOff.failures }

    private let concurrency: Int
    private var gathering: Gathering
    private var underWay: [UnderWay] = []
    /// Of another generation; nothing new begins before they have ended, so that the order is kept.
    private var outlived: Set<Int> = []
    private var backOff = BackOff.delivering
    /// Whether the last delivery that ended had failed: reading goes on meanwhile, and mends nothing.
    private var isDeliveryFailing = false
    private var notBefore: ContinuousClock.Instant?
    /// No more is read; what was gathered goes at once.
    private var isReading = false
    private var isAtEnd = false
    private var isEnding = false
    private var numbers = 0
    /// How often it was placed: a read that was begun before means nothing.
    package private(set) var epoch = 0
    /// What nobody can tell of whether it is for this feed, behind the bookmark.
    private var undecided: [BookmarkMove.Refused] = []
    /// While a bookmark is being written down nothing new is delivered: after a crash it would come twice.
    package var isStoring = false

    /// A feed that stands at a bookmark.
    ///
    /// - Parameter concurrency: how many batches may be under way at once; 1 keeps the order.
    package init(
        bookmark: Int64, generation: Int64 = 0, isPaused: Bool = false, cadence: Cadence, concurrency: Int = 1
    ) {
        self.bookmark = bookmark
        self.generation = generation
        self.isPaused = isPaused
        self.concurrency = max(concurrency, 1)
        position = bookmark
        gathering = Gathering(cadence)
    }

    /// How many batches are on their way.
    package var inFlight: Int { underWay.count { $0.state == .running } + outlived.count }

    /// Whether it is told to end and has nothing under way, nor a bookmark to be written down.
    package var hasEnded: Bool { isEnding && inFlight == 0 && !isStoring }
}

extension FeedState {
    /// Somebody moved the bookmark, paused the feed or resumed it, or has run it meanwhile: what was read is forgotten.
    package mutating func placed(at bookmark: Int64, generation: Int64, isPaused: Bool) {
        epoch += 1
        outlived.formUnion(underWay.filter { $0.state == .running }.map(\.delivery.number))
        underWay = []
        gathering.removeAll()
        undecided = []
        (self.bookmark, position, self.generation, self.isPaused) = (bookmark, bookmark, generation, isPaused)
        (backOff, isDeliveryFailing, notBefore, isAtEnd, isReading) = (BackOff.delivering, false, nil, false, false)
    }

    /// Something new was committed behind what was read.
    package mutating func somethingCame() { isAtEnd = false }

    /// A read ended: these records are to be delivered, and the feed is past this position.
    ///
    /// - Parameters:
    ///   - epoch: of when the read was begun; an outlived one changes nothing.
    ///   - isEnd: whether there is nothing behind it yet.
    ///   - undecided: records of which nobody can tell whether they are for this feed: they are set aside.
    /// - Returns: how far the bookmark goes now, where there is something to be told of it.
    package mutating func read(
        _ records: [Record], undecided: [BookmarkMove.Refused] = [], through: Int64, isEnd: Bool, epoch: Int,
        at now: ContinuousClock.Instant
    ) -> BookmarkMove? {
        guard epoch == self.epoch else { return nil }
        isReading = false
        if !isDeliveryFailing { backOff.succeeded() }
        gathering.add(records, at: now)
        position = max(position, through)
        isAtEnd = isEnd
        self.undecided += undecided
        return settle()
    }

    /// Nothing in a stretch of the journal is for this feed: it goes past without reading, if it stands there.
    ///
    /// - Returns: false where it has to read for itself.
    package mutating func passes(_ stretch: ClosedRange<Int64>) -> Bool {
        if isPaused || isEnding || position >= stretch.upperBound { return true }
        guard !isReading, outlived.isEmpty, undecided.isEmpty, position >= stretch.lowerBound - 1 else { return false }
        position = stretch.upperBound
        isAtEnd = true
        if underWay.isEmpty, gathering.isEmpty { bookmark = position }
        return true
    }

    /// A read failed; the next is not before some time.
    package mutating func readFailed(
        epoch: Int, at now: ContinuousClock.Instant, using generator: inout some RandomNumberGenerator
    ) {
        guard epoch == self.epoch else { return }
        isReading = false
        notBefore = now + backOff.failed(using: &generator)
    }

    /// The backend took a delivery, or set parts of it aside: how far the bookmark goes now, and with what; nil: it does not.
    package mutating func finished(_ delivery: Delivery, _ move: BookmarkMove) -> BookmarkMove? {
        if outlived.remove(delivery.number) != nil { return nil }
        guard let place = underWay.firstIndex(where: { $0.delivery.number == delivery.number }) else { return nil }
        underWay[place].state = .finished(move)
        isDeliveryFailing = false
        backOff.succeeded()
        return settle()
    }

    /// The backend did not take a delivery: it goes again after some time, which is told.
    package mutating func failed(
        _ delivery: Delivery, at now: ContinuousClock.Instant, using generator: inout some RandomNumberGenerator
    ) -> Duration {
        if outlived.remove(delivery.number) != nil { return .zero }
        if let place = underWay.firstIndex(where: { $0.delivery.number == delivery.number }) {
            underWay[place].state = .failed
        }
        isDeliveryFailing = true
        let wait = backOff.failed(using: &generator)
        notBefore = now + wait
        return wait
    }

    /// The feed ends: nothing new begins.
    package mutating func end() { isEnding = true }

    /// Takes what is finished off the front.
    private mutating func settle() -> BookmarkMove? {
        var whole: BookmarkMove?
        while let first = underWay.first, case .finished(let move) = first.state {
            underWay.removeFirst()
            var sum = whole ?? BookmarkMove(to: bookmark)
            sum.delivered += move.delivered
            sum.refused += move.refused
            sum.position = max(sum.position, first.delivery.through)
            whole = sum
        }
        if let whole { bookmark = whole.position }
        // What lies behind the last record, and was not for this feed, is finished too.
        if underWay.isEmpty, gathering.isEmpty { bookmark = max(bookmark, position) }
        let passed = undecided.filter { $0.position <= bookmark }
        if !passed.isEmpty {
            undecided.removeFirst(passed.count)
            whole = whole ?? BookmarkMove(to: bookmark)
            whole?.refused += passed
        }
        whole?.position = bookmark
        return whole
    }
}

extension FeedState {
    /// What to do now. A read or a delivery that it answers is under way from then on.
    package mutating func next(at now: ContinuousClock.Instant) -> Action {
        guard !isPaused, !isEnding, outlived.isEmpty else { return .idle }
        if let notBefore, now < notBefore { return .wait(until: notBefore) }
        notBefore = nil
        if isStoring { return readOn() ?? .idle }
        if let again = retried() { return .deliver(again) }
        let mayBegin = backOff.failures == 0 ? concurrency : 1
        if underWay.count < mayBegin, gathering.isDue(at: now) { return .deliver(begin()) }
        if let read = readOn() { return read }
        if underWay.count < mayBegin, let due = gathering.due { return .wait(until: due) }
        return .idle
    }

    private mutating func readOn() -> Action? {
        guard !isReading, !isAtEnd, !gathering.isFull else { return nil }
        isReading = true
        return .read(after: position)
    }

    /// The first of what failed, unless something is tried already.
    private mutating func retried() -> Delivery? {
        guard let place = underWay.firstIndex(where: { $0.state == .failed }), backOff.failures == 0 || inFlight == 0
        else { return nil }
        underWay[place].state = .running
        return underWay[place].delivery
    }

    private mutating func begin() -> Delivery {
        let records = gathering.take()
        numbers += 1
        let through = gathering.isEmpty ? position : records.last?.position ?? position
        let delivery = Delivery(number: numbers, records: records, through: through, generation: generation)
        underWay.append(UnderWay(delivery: delivery))
        return delivery
    }
}
