// SPDX-License-Identifier: Apache-2.0

/// Gathers what a thread receives and hands it over to the reader in batches, without ever waiting for that one.
struct BatchOutlet {
    /// What came of handing over.
    enum HandOver { case notDue, done, noRoom }

    private var gathering: BatchGathering
    private let buffer: BoundedBuffer<ReceivedBatch>
    private let tally: ReceiveTally
    private var isPaused = false

    /// Gathers as told by the settings.
    init(_ settings: SubscriberSettings, _ buffer: BoundedBuffer<ReceivedBatch>, _ tally: ReceiveTally) {
        gathering = BatchGathering(settings)
        self.buffer = buffer
        self.tally = tally
    }

    /// Nothing more may be added before the batch was handed over.
    var isFull: Bool { gathering.isFull }
    /// Nothing waits to be handed over.
    var isEmpty: Bool { gathering.isEmpty }
    /// When the batch is due even if it is not full; nil while it is empty.
    var due: ContinuousClock.Instant? { gathering.due }

    /// Adds a message of `size` bytes.
    mutating func add(_ message: Result<Envelope, UndecodableFrames>, size: Int) {
        gathering.add(message, size: size, now: { ContinuousClock.now })
    }

    /// Hands the batch over when it is full, due, or the last one, if the buffer has room.
    mutating func handOverIfDue(isEnding: Bool) -> HandOver {
        guard let due = gathering.due, gathering.isFull || isEnding || ContinuousClock.now >= due else {
            return .notDue
        }
        guard buffer.hasRoom() else {
            if !isPaused { tally.paused() }
            isPaused = true
            return .noRoom
        }
        isPaused = false
        handOver()
        return .done
    }

    /// Hands the batch over, room or not.
    mutating func handOver() {
        let (batch, bytes) = gathering.take()
        tally.handedOver(batch, bytes: bytes)
        buffer.put(batch)
    }
}
