// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Writes the tables of an archive anew, partitioned, while others read and append; killed anywhere, it goes on where it was.
///
/// Messages never change once they are stored, but for their names (`datanommer-extract`) and when they expire; both are
/// refused from the first transaction to the last (`refuseWhilePartitioning`). So rows can be copied in the order of their
/// positions, a batch a transaction, and the newest position among the copies tells how far it is: positions become visible
/// in order, so that none comes later that is smaller. The last transaction holds the journal's lock, copies the few
/// messages that came meanwhile, and gives the new tables the old ones' names.
struct Conversion: Sendable {
    let database: Database
    /// What is divided: one partition, or (nil) all messages, which lie in one table.
    let source: Partition?
    /// How many messages are copied in one transaction.
    let batch: Int

    /// Makes the new tables, unless they are there already.
    func begin(_ partitions: [Partition]) async throws {
        try await database.transaction { connection in
            try connection.run(script: PartitionTable.limitWaiting)
            // Who changes messages holds it: none does when we begin, and those who come later see that we did.
            try connection.lockForAppending(journal: MessageTable.journal)
            guard try !isUnderWay(on: connection) else { return }
            let there = try connection.partitions()
            guard source.map(there.contains) ?? there.isEmpty else { return }
            try connection.run(script: ConversionTable.begin)
            for family in PartitionTable.families {
                for partition in partitions {
                    try connection.run(script: ConversionTable.make(partition, of: family, insteadOf: source))
                }
            }
        }
    }

    /// Makes the indexes by which a batch's ways are found.
    ///
    /// - Throws: `DatabaseError`, `.busy` while another one makes them: two at once would wait for each other.
    func makeIndexes() async throws {
        try await database.withConnection { connection in
            guard try connection.execute(ConversionTable.tryIndexing).first?.boolean(0) == true else {
                throw DatabaseError(.busy, "another one makes the indexes")
            }
            defer { _ = try? connection.execute(ConversionTable.endIndexing) }
            guard try isUnderWay(on: connection) else { return }
            for way in ConversionTable.ways {
                let isThere = try connection.execute(ConversionTable.index(of: way)).first?.boolean(0)
                if isThere == false { try connection.run(script: ConversionTable.dropIndex(of: way)) }
                if isThere != true { try connection.run(script: ConversionTable.makeIndex(of: way, in: source)) }
            }
        }
    }

    /// Copies the next batch; how many messages it had.
    func copyBatch() async throws -> Int {
        try await database.transaction { connection in
            try connection.lockForAppending(journal: ConversionTable.journal)
            return try copyBatch(on: connection)
        }
    }

    /// Makes sure that nothing was lost on the way. Reads everything once, and keeps nobody waiting.
    func check() async throws {
        try await database.transaction { connection in
            try connection.lockForAppending(journal: ConversionTable.journal)
            guard try isUnderWay(on: connection) else { return }
            let position = try connection.execute(ConversionTable.copied).first?.integer(0) ?? 0
            guard try connection.execute(ConversionTable.isWhole(source, upTo: position)).first?.boolean(0) == true
            else {
                throw PartitioningError(
                    .impossible,
                    "the copies are not as many as the messages: somebody changed the tables meanwhile; "
                        + "datanommer-migrate partition --abandon gives the copies up, nothing else was changed")
            }
        }
    }

    /// Takes the last messages along and puts the new tables in the places of the old ones.
    ///
    /// - Throws: `DatabaseError`, `.busy` while somebody reads the old ones: nothing is done then.
    func finish() async throws {
        try await database.transaction { connection in
            try connection.run(script: PartitionTable.limitWaiting)
            try connection.lockForAppending(journal: MessageTable.journal)
            try connection.lockForAppending(journal: ConversionTable.journal)
            guard try isUnderWay(on: connection) else { return }
            try connection.run(script: PartitionTable.lock)
            while try copyBatch(on: connection) > 0 {}
            try swap(on: connection)
        }
        try await database.withConnection { try $0.run(script: ConversionTable.analyze) }
    }

    /// Forgets the copies; false where there were none.
    func abandon() async throws -> Bool {
        let was = try await database.transaction { connection in
            try connection.lockForAppending(journal: ConversionTable.journal)
            guard try isUnderWay(on: connection) else { return false }
            try connection.run(script: ConversionTable.abandon)
            return true
        }
        for way in ConversionTable.ways where was {
            try await database.withConnection { try $0.run(script: ConversionTable.dropIndex(of: way)) }
        }
        return was
    }

    private func swap(on connection: any Connection) throws {
        guard let source else { return try connection.run(script: ConversionTable.swap) }
        let parts = try connection.execute(ConversionTable.parts).map { try Partition(row: $0) }
            .map { Partition(from: $0.start, to: $0.end) }
        for family in PartitionTable.families {
            try connection.run(script: ConversionTable.swap(source, for: parts, of: family))
        }
    }

    /// Nothing is left to copy also where another one did it all, and ended it.
    private func copyBatch(on connection: any Connection) throws -> Int {
        guard try isUnderWay(on: connection) else { return 0 }
        let position = try connection.execute(ConversionTable.copied).first?.integer(0) ?? 0
        let next = try connection.execute(ConversionTable.batch(of: source, after: position, limit: batch)).first
        guard let next, let last = try next.optionalInteger(0) else { return 0 }
        for statement in ConversionTable.copy(source, after: position, upTo: last) { try connection.execute(statement) }
        return Int(try next.integer(1))
    }

    private func isUnderWay(on connection: any Connection) throws -> Bool {
        try !connection.execute(ConversionTable.isUnderWay).isEmpty
    }
}
