// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Which identities of a batch are stored, looked up before its turn, while the database has the batch before it; pure.
///
/// It holds as long as nobody but the archive object that uses it appends in between.
package struct EarlyLookup: Hashable, Sendable {
    let known: KnownIdentities
    /// The newest message in the state that was looked at.
    let end: JournalEnd?

    /// The identities that are stored now.
    ///
    /// - Parameters:
    ///   - now: the newest message, read under the journal's lock.
    ///   - last: what this archive object appended last.
    /// - Returns: nil when somebody else appended since, so that they have to be looked up again.
    func known(at now: JournalEnd?, after last: LastAppend?) -> KnownIdentities? {
        if now == end { return known }
        guard let last, last.before == end, last.after == now else { return nil }
        return known.with(last.identities)
    }
}

/// The last append of an archive object: what it stored, and the newest message before and after it.
struct LastAppend: Hashable, Sendable {
    let before: JournalEnd?
    let after: JournalEnd?
    let identities: [ExactText: Timestamp]
}

extension Archive {
    /// Looks up which messages of a batch are stored already, so that ``append(_:setAside:spoken:early:)`` need not.
    ///
    /// - Throws: `DatabaseError`.
    package func lookUp(_ batch: [Message]) async throws -> EarlyLookup {
        try await database.withConnection { connection in
            // One state for both: what was appended up to that end is found, and nothing else.
            try connection.snapshotOfMessages {
                EarlyLookup(known: try connection.knownIdentities(of: batch), end: try connection.journalEnd())
            }
        }
    }
}

extension Connection {
    /// The identities of a batch that are stored.
    func knownIdentities(of batch: [Message]) throws(DatabaseError) -> KnownIdentities {
        var rows: [(msgID: String, time: Timestamp)] = []
        for question in try lookups(of: batch) {
            for row in try execute(question) { rows.append((try row.text(0), try row.timestamp(1))) }
        }
        return KnownIdentities(rows)
    }

    /// The questions which identities of the batch are stored: one index to look at, or those of the partitions, or days, in
    /// which they may lie.
    private func lookups(of batch: [Message]) throws(DatabaseError) -> [SQL] {
        guard !batch.isEmpty else { return [] }
        guard dialect == .postgresql else {
            return IdentityDays.groups(of: batch, now: .now).map { MessageTable.known($0) }
        }
        guard try execute(MessageTable.beginLookingUp).first?.boolean(0) ?? false else {
            return [MessageTable.known(batch.indices.map { batch[$0].msgID }, dialect)]
        }
        let recent = Timestamp.now.advanced(by: .zero - IdentityWindow.reach)
        return IdentityWindow.windows(of: batch).map { MessageTable.known($0, since: recent) }
    }
}
