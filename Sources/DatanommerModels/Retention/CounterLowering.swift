// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Which counter: that of a topic under a category.
struct CounterKey: Hashable, Comparable, Sendable {
    let topicID: Int64
    let categoryID: Int64

    static func < (left: CounterKey, right: CounterKey) -> Bool {
        (left.topicID, left.categoryID) < (right.topicID, right.categoryID)
    }
}

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

    /// Lowers the counters, in the transaction that removes the messages, behind their removal. Who calls it holds the
    /// journal's lock.
    ///
    /// A counter at nothing goes. The newest message of another is, as a rule, still there: the oldest go first. But
    /// one that was said before the others and came late may be all that is left.
    ///
    /// - Parameter place: up to which everything counted here was said.
    func run(upTo place: ExpiryPlace, on connection: any Connection) throws(DatabaseError) {
        // In one order, as everybody who writes counters.
        let sorted = counts.sorted { $0.key < $1.key }
        guard !sorted.isEmpty else { return }
        let keys = sorted.map { [SQLValue.integer($0.key.topicID), .integer($0.key.categoryID)] }
        try connection.execute(ExpiryTable.lower, forEach: zip(keys, sorted).map { $0 + [.integer($1.value)] })
        try connection.execute(ExpiryTable.removeEmpty, forEach: keys)
        let end: [SQLValue] = [.timestamp(place.timestamp), .integer(place.position)]
        try connection.execute(ExpiryTable.findLatest, forEach: keys.map { $0 + end })
    }
}
