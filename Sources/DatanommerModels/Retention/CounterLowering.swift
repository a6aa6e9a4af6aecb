// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What the removal of messages takes out of the counters.
struct CounterLowering: Hashable, Sendable {
    /// How many messages of each counter went.
    private(set) var counts: [CounterKey: Int64] = [:]

    /// How many messages went in all.
    var messages: Int { counts.values.reduce(0) { $0 + Int($1) } }

    /// So many went.
    mutating func count(_ key: CounterKey, _ messages: Int64 = 1) {
        counts[key, default: 0] += messages
    }

    /// Lowers the counters, in the transaction that removes the messages. Who calls it holds the journal's lock.
    ///
    /// The newest message of a topic is the last to go, so that it stands in its counter until that is at nothing and goes
    /// too: whoever removes messages leaves none that is older.
    func run(on connection: any Connection) throws(DatabaseError) {
        // In one order, as everybody who writes counters.
        let sorted = counts.sorted { $0.key < $1.key }
        guard !sorted.isEmpty else { return }
        let keys = sorted.map { [SQLValue.integer($0.key.topicID), .integer($0.key.categoryID)] }
        try connection.execute(ExpiryTable.lower, forEach: zip(keys, sorted).map { $0 + [.integer($1.value)] })
        try connection.execute(ExpiryTable.removeEmpty, forEach: keys)
    }
}
