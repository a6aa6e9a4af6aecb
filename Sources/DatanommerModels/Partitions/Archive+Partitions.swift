// SPDX-License-Identifier: Apache-2.0

internal import SQL

extension Archive {
    /// The partitions of `messages`, in order of time; none where it is one table, as in SQLite.
    ///
    /// - Throws: `DatabaseError`.
    public func partitions() async throws -> [Partition] {
        guard dialect == .postgresql else { return [] }
        return try await database.withConnection { try $0.partitions() }
    }

    /// Makes sure that the interval that is now, and some after it, have partitions of their own; where `messages` is one
    /// table, nothing.
    ///
    /// What partitions of other intervals hold already is left to them. Each is made in a short transaction that waits at most
    /// two seconds for those who read, and moves what lies in the stretch already, if that takes no more than some seconds.
    ///
    /// - Parameters:
    ///   - ahead: how many beside the current one.
    ///   - now: a moment in the current one.
    /// - Returns: those that were made, in order of time.
    /// - Throws: `DatabaseError`, `.busy` while somebody reads for long: later it may work; the same where too much would have
    ///   to be moved, which `datanommer-migrate partition` does. `PartitioningError` while that is under way.
    package func makePartitions(_ interval: PartitionInterval, ahead: Int, now: Timestamp) async throws
        -> [Partition]
    {
        try await makePartitions(of: interval.ranges(from: now, ahead: ahead))
    }

    /// Makes sure that the intervals in which some moments lie have partitions of their own, likewise: for history that is
    /// about to be loaded.
    ///
    /// - Parameter interval: nil: the one that the partitions have which are there.
    /// - Throws: as above.
    package func makePartitions(covering times: [Timestamp], interval: PartitionInterval? = nil) async throws
        -> [Partition]
    {
        let partitions = try await partitions()
        let interval = interval ?? partitions.last { $0.interval != nil }?.interval ?? .month
        let ranges = Set(times.map { interval.range(containing: $0) })
        return try await makePartitions(of: ranges.sorted { $0.lowerBound < $1.lowerBound }, among: partitions)
    }

    /// Divides what holds some stretches of time, a transaction each.
    ///
    /// - Parameter isLimited: whether it gives up where much is to be moved.
    func makePartitions(of ranges: [Range<Timestamp>], among known: [Partition]? = nil, isLimited: Bool = true)
        async throws -> [Partition]
    {
        var partitions = known ?? []
        if known == nil { partitions = try await self.partitions() }
        var made: [Partition] = []
        for split in PartitionSplit.splits(of: partitions, for: ranges) where try await divide(split, isLimited) {
            made += split.wanted
        }
        return made
    }

    /// Divides one partition; false when another was quicker.
    private func divide(_ split: PartitionSplit, _ isLimited: Bool) async throws -> Bool {
        try await database.transaction { connection in
            try connection.run(script: PartitionTable.limitWaiting)
            if isLimited { try connection.run(script: PartitionTable.limitWork) }
            // Nobody appends meanwhile: what is moved is all there is.
            try connection.lockForAppending(journal: MessageTable.journal)
            try connection.refuseWhilePartitioning()
            guard try connection.partitions().contains(split.partition) else { return false }
            try connection.run(script: PartitionTable.lock)
            for family in PartitionTable.families {
                try connection.run(script: PartitionTable.divide(split, of: family))
            }
            return true
        }
    }
}

extension Connection {
    /// The partitions of `messages`, in order of time. PostgreSQL only.
    func partitions() throws(DatabaseError) -> [Partition] {
        try execute(PartitionTable.partitions).map { row throws(DatabaseError) in try Partition(row: row) }
    }
}
