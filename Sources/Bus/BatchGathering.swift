// SPDX-License-Identifier: Apache-2.0

/// Gathers messages into a batch and says when it is due; pure.
///
/// A batch is due when it has `limit` messages or `bytes` bytes, or when `within` has passed since its first message.
struct BatchGathering {
    private let limit: Int
    private let bytes: Int
    private let within: Duration
    private var batch = ReceivedBatch()
    private var gatheredBytes = 0
    private var deadline: ContinuousClock.Instant?

    /// Gathers as told by the settings.
    init(_ settings: SubscriberSettings) {
        limit = settings.batchLimit
        bytes = settings.batchBytes
        within = settings.batchWithin
    }

    /// Nothing more may be added before the batch was taken.
    var isFull: Bool { batch.count >= limit || gatheredBytes >= bytes }
    /// Nothing was gathered.
    var isEmpty: Bool { batch.isEmpty }
    /// When the batch is due even if it is not full; nil while it is empty.
    var due: ContinuousClock.Instant? { deadline }

    /// Adds a message of `size` bytes; `now` is asked for the first one of a batch only.
    mutating func add(
        _ message: Result<Envelope, UndecodableFrames>, size: Int, now: () -> ContinuousClock.Instant
    ) {
        if batch.isEmpty {
            deadline = now().advanced(by: within)
            batch.envelopes.reserveCapacity(min(limit, 4096))
        }
        gatheredBytes += size
        switch message {
        case .success(let envelope): batch.envelopes.append(envelope)
        case .failure(let undecodable): batch.undecodable.append(undecodable)
        }
    }

    /// Takes the batch and its size in bytes, and starts the next one.
    mutating func take() -> (batch: ReceivedBatch, bytes: Int) {
        defer { (batch, gatheredBytes, deadline) = (ReceivedBatch(), 0, nil) }
        return (batch, gatheredBytes)
    }
}
