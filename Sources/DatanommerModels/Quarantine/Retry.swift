// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The one transaction that tries again what was set aside: what is stored leaves the quarantine with the same COMMIT.
struct Retry: Sendable {
    struct Done: Sendable {
        var outcome: RetryOutcome
        var appended: Append.Done
    }

    /// What became a message, in order of arrival.
    let decoded: [(kept: KeptSetAside, message: Message)]
    /// What did not.
    let undecoded: [(kept: KeptSetAside, aside: SetAside)]
    /// Numbers known from earlier transactions of a session.
    let numbers: @Sendable (_ session: Int?) -> KnownNumbers

    func run(on connection: any Connection) throws -> Done {
        // The journal's lock comes before those of the rows: whoever appends takes it first.
        try connection.lockForAppending(journal: MessageTable.journal)
        let there = try locked(on: connection)
        let decoded = decoded.filter { there.contains($0.kept.id) }
        let append = Append(
            batch: decoded.map(\.message), setAside: [], setAsideLimit: 0, numbers: numbers)
        let appended = try append.run(on: connection)
        let refused = refusals(in: appended.outcome, of: decoded)
        let staying = undecoded.filter { there.contains($0.kept.id) } + refused
        try remove(decoded.map(\.kept.id), but: refused.map(\.kept.id), on: connection)
        try explain(staying, on: connection)
        var outcome = RetryOutcome()
        outcome.stored = appended.outcome.stored
        outcome.duplicates = appended.outcome.duplicates
        outcome.stayed = staying.map { RetryOutcome.Stayed($0.kept, $0.aside) }.sorted { $0.id < $1.id }
        outcome.gone = self.decoded.count + undecoded.count - there.count
        return Done(outcome: outcome, appended: appended)
    }

    private func locked(on connection: any Connection) throws(DatabaseError) -> Set<Int64> {
        let ids = decoded.map(\.kept.id) + undecoded.map(\.kept.id)
        var there: Set<Int64> = []
        for row in try connection.execute(QuarantineTable.locked(ids, connection.dialect)) {
            there.insert(try row.integer(0))
        }
        return there
    }

    /// What the archive did not take, known by its body, which is the message in the dump's format: two that are the same
    /// share their fate.
    private func refusals(
        in outcome: AppendOutcome, of decoded: [(kept: KeptSetAside, message: Message)]
    ) -> [(kept: KeptSetAside, aside: SetAside)] {
        guard !outcome.setAside.isEmpty else { return [] }
        let byBody = Dictionary(outcome.setAside.map { ($0.body, $0) }) { first, _ in first }
        return decoded.compactMap { kept, message in byBody[Array(message.json.utf8)].map { (kept, $0) } }
    }

    private func remove(_ ids: [Int64], but staying: [Int64], on connection: any Connection) throws(DatabaseError) {
        let leaving = Set(ids).subtracting(staying).sorted()
        guard !leaving.isEmpty else { return }
        try connection.execute(QuarantineTable.remove(leaving, connection.dialect))
    }

    /// Writes down what is wrong now, where that changed.
    private func explain(_ staying: [(kept: KeptSetAside, aside: SetAside)], on connection: any Connection)
        throws(DatabaseError)
    {
        for (kept, aside) in staying {
            let reason: [SQLValue] = [.integer(kept.id), .text(aside.reason.rawValue), .text(aside.detail)]
            if aside.topic != kept.topic || aside.body != kept.body {
                let frames: [SQLValue] = [.bytes(aside.topic), .bytes(aside.body)]
                try connection.execute(QuarantineTable.replace, forEach: [reason + frames])
            } else if aside.reason.rawValue != kept.reason || aside.detail != kept.detail {
                try connection.execute(QuarantineTable.explain, forEach: [reason])
            }
        }
    }
}
