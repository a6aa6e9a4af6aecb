// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What a plan of partitions has to know.
extension Archive {
    func refuseWhereImpossible() async throws {
        guard dialect == .postgresql else {
            throw PartitioningError(
                .impossible,
                "SQLite keeps an archive in one file and has no partitions; retention takes old messages away there, and "
                    + "an archive that outgrows a file belongs into PostgreSQL (datanommer-dump, datanommer-load)")
        }
        guard try await !isDistributed() else {
            throw PartitioningError(
                .impossible,
                "the messages are spread over machines by Citus: partition an archive before it is distributed")
        }
    }

    /// Hours of copying would end with the old tables that cannot be dropped.
    func refuseWithViews() async throws {
        let views = try await rows(of: ConversionTable.views).map { try $0.text(0) }.joined(separator: ", ")
        guard !views.isEmpty else { return }
        throw PartitioningError(
            .impossible,
            "there are views on the tables that are written anew: drop \(views) first, and make them again afterwards")
    }

    /// Whether Citus has spread the messages over machines.
    func isDistributed() async throws -> Bool {
        guard try await !rows(of: ConversionTable.citus).isEmpty else { return false }
        return try await !rows(of: ConversionTable.isDistributed).isEmpty
    }

    func rangesToSpread(_ interval: PartitionInterval, _ partitions: [Partition], of messages: Int)
        async throws -> [Range<Timestamp>]
    {
        var ranges: [Range<Timestamp>] = []
        for partition in partitions where partition.isRemainder {
            ranges += try await busyRanges(interval, in: partition.name, of: messages)
        }
        return ranges
    }

    /// The intervals that hold a good part of all messages, of those that lie in a table.
    func busyRanges(_ interval: PartitionInterval, in table: String, of messages: Int) async throws
        -> [Range<Timestamp>]
    {
        let enough = max(1, messages / PartitioningPlan.share)
        return try await database.withConnection { connection in
            var ranges: [Range<Timestamp>] = []
            var next = Timestamp.sane.lowerBound
            while let row = try connection.execute(ConversionTable.firstTime(in: table, from: next)).first {
                let range = interval.range(containing: try row.timestamp(0))
                let count = ConversionTable.count(in: table, within: range, limit: enough)
                if try connection.execute(count).first?.integer(0) == Int64(enough) { ranges.append(range) }
                next = range.upperBound
            }
            return ranges
        }
    }

    func rows(of statement: SQL) async throws -> [Row] {
        try await database.withConnection { try $0.execute(statement) }
    }

    func integer(_ statement: SQL) async throws -> Int64 {
        try await rows(of: statement).first?.integer(0) ?? 0
    }

    /// The bytes of the largest of some partitions with its ways: they are divided one after the other.
    func bytesOfLargest(_ partitions: [Partition]) async throws -> Int64 {
        var largest: Int64 = 0
        for partition in partitions { largest = max(largest, try await integer(ConversionTable.bytes(of: partition))) }
        return largest
    }
}
