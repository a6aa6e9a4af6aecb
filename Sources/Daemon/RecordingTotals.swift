// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Logging

/// What was recorded since the start.
struct RecordingTotals: Sendable {
    private var received = 0
    private var stored = 0
    private var duplicates = 0
    private var setAside = 0

    mutating func count(_ batch: DecodedBatch, _ outcome: AppendOutcome) {
        received += batch.messages.count + batch.setAside.count
        stored += outcome.stored
        duplicates += outcome.duplicates
        setAside += outcome.setAside.count
    }

    var metadata: Logger.Metadata {
        [
            LogKey.received: "\(received)", LogKey.stored: "\(stored)", LogKey.duplicates: "\(duplicates)",
            LogKey.setAside: "\(setAside)",
        ]
    }
}
