// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The newest message. As long as it is the same one nothing was appended: who appends draws growing positions, and does it
/// under the journal's lock.
struct JournalEnd: Hashable, Sendable {
    let position: Int64
    /// Tells it from another of that position, on a server that lost its last transactions and got others.
    let msgID: ExactText
}

extension Connection {
    /// The newest message there is; nil in an empty archive.
    func journalEnd() throws(DatabaseError) -> JournalEnd? {
        guard let row = try execute(MessageTable.newest).first else { return nil }
        return JournalEnd(position: try row.integer(0), msgID: ExactText(try row.text(1)))
    }
}
