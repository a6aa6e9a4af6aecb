// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import DatanommerModels
internal import SQL

/// Up to when everything that was said is known to be had, and whether to ask for the rest; pure.
///
/// While all endpoints are connected nothing is in doubt. From the loss of one on everything is, until it is back and the
/// backlog was asked.
struct BacklogWatch: Hashable, Sendable {
    /// Endpoints that are not connected.
    private(set) var away: Set<String>
    /// What was said after it may have been missed; nil when nothing is in doubt.
    private(set) var coveredUntil: Timestamp?
    /// Whether an endpoint was connected since the backlog was asked.
    private(set) var isDue = false

    /// Nothing is connected yet.
    ///
    /// - Parameter coveredUntil: up to when everything is had.
    init(endpoints: some Sequence<String>, coveredUntil: Timestamp) {
        away = Set(endpoints)
        self.coveredUntil = coveredUntil
    }

    /// What was had at an earlier time turns out to be had up to there only.
    mutating func covered(until time: Timestamp) {
        coveredUntil = min(time, coveredUntil ?? time)
    }

    /// An endpoint was connected or lost; whether there is something to do.
    mutating func note(_ change: ConnectionChange, at time: Timestamp) -> Bool {
        if change.isConnected {
            away.remove(change.endpoint)
            isDue = coveredUntil != nil
            return isDue
        }
        away.insert(change.endpoint)
        guard coveredUntil == nil else { return false }
        coveredUntil = time
        return true
    }

    /// Others are listened to from now on.
    mutating func listen(to endpoints: some Sequence<String>, insteadOf before: some Sequence<String>) {
        let (now, before) = (Set(endpoints), Set(before))
        away.subtract(before.subtracting(now))
        away.formUnion(now.subtracting(before))
    }

    /// The backlog is being asked for what was said up to now.
    mutating func beginAsking() {
        isDue = false
    }

    /// The backlog was asked for what was said up to a time.
    mutating func asked(upTo time: Timestamp) {
        coveredUntil = away.isEmpty && !isDue ? nil : time
    }
}
