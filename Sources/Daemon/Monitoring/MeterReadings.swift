// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import Monitor

/// What the daemon has done since it started, and how it is; pure.
struct MeterReadings: Hashable, Sendable {
    /// Why messages are lost that had been received.
    enum Loss: String, Hashable, Sendable, CaseIterable {
        /// The spool was full, and its oldest were given up.
        case dropOldest = "drop-oldest"
        /// The spool took nothing until a shutdown had no time left.
        case shutdown
    }

    /// When the daemon started.
    let startedAt: Timestamp
    /// Whether the bus is listened to.
    private(set) var isListening = false
    /// Messages that were made durable.
    private(set) var spooled = 0
    private(set) var lost: [Loss: Int] = [:]
    private(set) var spool: SpoolFill
    /// Why the spool took nothing the last time; nil when it did.
    private(set) var spoolError: String?
    private(set) var spoolFailures = 0
    /// What was received, messages or not, of batches that are stored.
    private(set) var recorded = 0
    /// Messages that were decoded, of batches that are stored.
    private(set) var decoded = 0
    private(set) var stored = 0
    private(set) var duplicates = 0
    /// What was set aside, by reason.
    private(set) var rejected: [String: Int] = [:]
    private(set) var batchTimes = Histogram(
        bounds: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60])
    private(set) var database = DatabaseState()
    private(set) var waiting = Waiting()
    var housekeeping = HousekeepingReadings()
    var feeds = FeedReadings()

    init(startedAt: Timestamp, spoolLimit: Int) {
        self.startedAt = startedAt
        spool = SpoolFill(limit: spoolLimit)
    }

    mutating func listens() { isListening = true }

    /// An earlier run left messages in the spool.
    mutating func left(since oldest: Int64, pending: Int) {
        waiting.left(since: oldest)
        _ = spool.holds(pending)
    }

    /// The spool had no room; true when this is news.
    mutating func spoolFilled(dropped: Int = 0) -> Bool {
        if dropped > 0 { lost[.dropOldest, default: 0] += dropped }
        return spool.filled(dropped: dropped)
    }

    /// A batch was made durable; when the spool has room again with it, how many messages were given up meanwhile.
    mutating func spooled(_ batch: ReceivedBatch, pending: Int) -> Int? {
        spooled += batch.count
        spoolError = nil
        waiting.spooled(batch)
        return spool.holds(pending)
    }

    mutating func spoolFailed(_ error: String) {
        spoolError = error
        spoolFailures += 1
    }

    mutating func gaveUp(_ count: Int) { lost[.shutdown, default: 0] += count }

    mutating func took(_ batch: ReceivedBatch) { waiting.took(batch) }

    /// The database did a batch in so much time.
    mutating func committed(in duration: Duration) { batchTimes.observe(duration) }

    /// A batch is stored, and out of the spool; when that has room again with it, how many messages were given up meanwhile.
    mutating func stored(_ batch: DecodedBatch, _ outcome: AppendOutcome, pending: Int) -> Int? {
        recorded += batch.messages.count + batch.setAside.count
        decoded += batch.messages.count
        stored += outcome.stored
        duplicates += outcome.duplicates
        for aside in outcome.setAside { rejected[aside.reason.rawValue, default: 0] += 1 }
        waiting.stored(isEmpty: pending == 0)
        return spool.holds(pending)
    }

    mutating func asksDatabase(at now: Timestamp) { database.asked(at: now) }
    mutating func databaseAnswered() { database.answered() }
    mutating func databaseFailed(_ error: String, at now: Timestamp) { database.failed(error, at: now) }

    /// How long the oldest message waits that is received and not stored.
    func lag(at now: Timestamp) -> Duration {
        .microseconds(max(0, now.microseconds - (waiting.since ?? now.microseconds)))
    }
}
