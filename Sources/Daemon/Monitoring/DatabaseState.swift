// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels

/// How the database was when it was last asked; pure.
struct DatabaseState: Hashable, Sendable {
    /// What came of the last question that had an end.
    enum Answer: String, Hashable, Sendable, CaseIterable {
        /// None was asked yet.
        case unknown
        /// It did what it was asked.
        case up
        /// It did not, and is asked again.
        case retrying
    }

    /// When it failed, and how.
    struct Failure: Hashable, Sendable {
        let at: Timestamp
        let error: String
    }

    private(set) var answer = Answer.unknown
    /// Since when the question that is under way waits.
    private(set) var askedAt: Timestamp?
    private(set) var failures = 0
    private(set) var lastFailure: Failure?

    mutating func asked(at now: Timestamp) { askedAt = now }

    mutating func answered() { (askedAt, answer) = (nil, .up) }

    mutating func failed(_ error: String, at now: Timestamp) {
        (askedAt, answer, lastFailure) = (nil, .retrying, Failure(at: now, error: error))
        failures += 1
    }
}
