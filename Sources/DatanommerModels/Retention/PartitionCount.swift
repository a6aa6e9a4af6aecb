// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// How many messages of each topic a partition holds, at one moment.
struct PartitionCount: Hashable, Sendable {
    let counts: [CounterKey: Int64]
    /// The highest position among them; 0 where there is none.
    let highest: Int64
    /// What tells its table from another that may get the same name.
    let table: Int64

    var isEmpty: Bool { counts.isEmpty }
    var messages: Int { counts.values.reduce(0) { $0 + Int($1) } }

    /// Counts a partition, or what it has behind a position. Takes long where that is much.
    init(of partition: Partition, after position: Int64 = 0, on connection: any Connection) throws(DatabaseError) {
        // Asked before: were it replaced in between, the number would be the old one.
        table = try connection.execute(RemovalTable.number(of: partition)).first?.integer(0) ?? 0
        var counts: [CounterKey: Int64] = [:]
        var highest = position
        for row in try connection.execute(RemovalTable.counts(of: partition, after: position)) {
            counts[CounterKey(topicID: try row.integer(0), categoryID: try row.integer(1))] = try row.integer(2)
            highest = max(highest, try row.integer(3))
        }
        self.counts = counts
        self.highest = highest
    }

    /// Whether the partition's table is the one that was counted.
    func isStillOf(_ partition: Partition, on connection: any Connection) throws(DatabaseError) -> Bool {
        try connection.execute(RemovalTable.number(of: partition)).first?.integer(0) == table
    }
}

extension CounterLowering {
    /// What a partition held goes.
    mutating func count(_ partition: PartitionCount) {
        for (key, messages) in partition.counts { count(key, messages) }
    }
}
