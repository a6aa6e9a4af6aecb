// SPDX-License-Identifier: Apache-2.0

/// What to do about a server that says nothing: wait, tell it to stop the statement, or give the connection up; pure.
struct Patience: Hashable, Sendable {
    /// What to do now.
    enum Advice: Hashable, Sendable { case wait, stop, giveUp }

    /// How long a statement may get no answer; nil: for ever.
    let limit: Duration?
    /// When something was last sent or heard.
    private var silentSince: ContinuousClock.Instant
    /// When the server was first told to stop the statement.
    private var stoppedSince: ContinuousClock.Instant?
    /// Whether it was told so because it had said nothing for too long.
    private(set) var hasEnded = false

    /// A server that is well stops a statement within milliseconds; one that is frozen never does.
    private static let longestGrace = Duration.seconds(5)

    init(limit: Duration?, at now: ContinuousClock.Instant) {
        self.limit = limit
        silentSince = now
    }

    /// Something was sent: a statement begins, or goes on.
    mutating func sent(at now: ContinuousClock.Instant) {
        self = Patience(limit: limit, at: now)
    }

    /// The server said something.
    mutating func heard(at now: ContinuousClock.Instant) {
        silentSince = now
    }

    /// The server was told to stop, for a reason of the caller's.
    mutating func stopped(at now: ContinuousClock.Instant) {
        stoppedSince = stoppedSince ?? now
    }

    /// Nothing was heard just now.
    ///
    /// - Parameters:
    ///   - isCancelled: whether nobody wants the answer any more.
    ///   - mayStop: whether stopping the statement is safe; where it is not, only the connection can be given up.
    mutating func advice(at now: ContinuousClock.Instant, isCancelled: Bool, mayStop: Bool) -> Advice {
        let isOverdue = limit.map { now - silentSince >= $0 } ?? false
        guard isOverdue || isCancelled || stoppedSince != nil else { return .wait }
        guard mayStop else { return isOverdue || now - silentSince >= grace ? .giveUp : .wait }
        hasEnded = hasEnded || isOverdue
        let since = max(stoppedSince ?? now, silentSince)
        stopped(at: now)
        return now - since >= grace ? .giveUp : .stop
    }

    /// How long after being told to stop the server may still say nothing.
    private var grace: Duration { min(limit ?? Self.longestGrace, Self.longestGrace) }
}
