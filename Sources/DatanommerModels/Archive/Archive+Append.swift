// SPDX-License-Identifier: Apache-2.0

internal import SQL
internal import Synchronization

extension Archive {
    /// Stores a batch in one transaction, in order: messages, names, ways from users and packages, counters.
    ///
    /// A message that is there already is skipped and counted. A row that the database refuses is found by halving the
    /// batch and set aside alone. After an error nothing of the batch is stored, or some of it (when a COMMIT got no
    /// answer, or while a refused row was looked for): hand the same batch in again, the identities make it free.
    ///
    /// - Parameters:
    ///   - batch: the messages, in order of arrival.
    ///   - setAside: what came in beside them and could not become a message; kept in the same transaction.
    /// - Throws: `DatabaseError`: with `isRetryable`, the same batch may be stored later.
    public func append(_ batch: [Message], setAside: [SetAside] = []) async throws -> AppendOutcome {
        try await append(batch, setAside: setAside, spoken: [])
    }

    /// The same, and follows the numbers of publishers: what is missing between them is written down in the transaction
    /// of the messages.
    ///
    /// - Parameters:
    ///   - spoken: the numbers that were heard, in order of arrival, of messages of the batch or set aside.
    ///   - early: what ``lookUp(_:)`` said of this batch; it is looked up again where that does not hold any more.
    /// - Throws: `DatabaseError`, as above.
    package func append(
        _ batch: [Message], setAside: [SetAside], spoken: [SpokenNumber], early: EarlyLookup? = nil
    ) async throws -> AppendOutcome {
        guard !batch.isEmpty || !setAside.isEmpty || !spoken.isEmpty else { return AppendOutcome() }
        do {
            return try await appendAtOnce(batch, setAside, spoken, early)
        } catch let error as DatabaseError where error.mayBlameARow && !batch.isEmpty {
            guard error.isOfAKey else {
                return try await appendInParts(batch, setAside, spoken, error)
            }
        }
        // Somebody who does not take the journal's lock stored one of them, or a name, in between: it is known now.
        do {
            return try await appendAtOnce(batch, setAside, spoken)
        } catch let error as DatabaseError where error.mayBlameARow {
            return try await appendInParts(batch, setAside, spoken, error)
        }
    }

    private func appendInParts(
        _ batch: [Message], _ setAside: [SetAside], _ spoken: [SpokenNumber], _ error: DatabaseError
    ) async throws -> AppendOutcome {
        guard batch.count > 1 else {
            return try await append(
                [], setAside: setAside + [batch[0].setAside(.refused, "\(error)")], spoken: spoken)
        }
        let middle = batch.count / 2
        // The numbers of both parts go with the second. Should a crash come between the parts, the batch comes again, and
        // the first part's messages are taken for late ones.
        let first = try await append(Array(batch[..<middle]), setAside: setAside)
        return first + (try await append(Array(batch[middle...]), setAside: [], spoken: spoken))
    }

    private func appendAtOnce(
        _ batch: [Message], _ setAside: [SetAside], _ spoken: [SpokenNumber], _ early: EarlyLookup? = nil
    ) async throws -> AppendOutcome {
        let append = Append(
            batch: batch, setAside: setAside, spoken: spoken, setAsideLimit: setAsideLimit,
            numbers: numbers(holdingIn:), early: early)
        let done = try await database.transaction { try append.run(on: $0) }
        learn(from: done)
        committed(done.new, done.positions)
        return done.outcome
    }

    /// The numbers that are known in a session.
    func numbers(holdingIn session: Int?) -> KnownNumbers {
        numbers.withLock { $0.holding(in: session) }
    }

    /// Keeps the numbers of a transaction that is committed.
    func learn(from done: Append.Done) {
        numbers.withLock { $0.learn(done.names.learnt, done.sources, done.last, in: done.session) }
    }
}

extension Message {
    /// The message as something set aside: its body is the message in the dump's format.
    func setAside(_ reason: SetAside.Reason, _ detail: String) -> SetAside {
        SetAside(reason, detail: detail, topic: Array(topic.utf8), body: Array(json.utf8), receivedAt: .now)
    }
}

extension DatabaseError {
    /// Whether it is about a key that is there already: unique_violation, exclusion_violation (PostgreSQL manual, Appendix
    /// A).
    fileprivate var isOfAKey: Bool { sqlState == "23505" || sqlState == "23P01" }

    /// Whether leaving out a row of the batch may help. What is wrong with the statement or the database is no row's fault.
    var mayBlameARow: Bool {
        !isRetryable && [.constraint, .invalidData].contains(code)
    }
}
