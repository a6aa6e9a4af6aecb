// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import SQL

/// Records of the journal, read behind a position.
package struct RecordPage: Sendable {
    /// The records, in order of their positions.
    package let records: [Record]
    /// The position up to which there are no others.
    package let through: Int64
    /// Whether nothing else was there when it was read.
    package let isEnd: Bool
}

extension Archive {
    /// Reads on behind a position: some records, fewer where they are large.
    ///
    /// - Parameters:
    ///   - limit: how many at the most.
    ///   - bytes: how large their texts are together, about; one record at least is read.
    ///   - end: not beyond this position.
    /// - Throws: `DatabaseError`.
    package func records(after position: Int64, limit: Int, bytes: Int, upTo end: Int64 = .max) async throws
        -> RecordPage
    {
        let statement = MessageTable.page(after: position, limit: limit, dialect)
        let (reading, stop) = try await database.withConnection { connection in
            var reading = RecordReading(bytes: bytes, end: end)
            do {
                try connection.stream(statement) { row in try reading.add(try Message(row: row)) }
            } catch let stop as RecordReading.Stop {
                return (reading, Optional(stop))
            }
            return (reading, nil)
        }
        let isEnd = stop == .end || stop == nil && reading.records.count < limit
        return RecordPage(records: reading.records, through: reading.records.last?.position ?? position, isEnd: isEnd)
    }

    /// Those of some positions that are there, in order.
    ///
    /// - Throws: `DatabaseError`.
    package func records(at positions: [Int64]) async throws -> [Record] {
        let statement = MessageTable.select(
            where: SQL.isAmong("m.id", positions, dialect), order: "ORDER BY m.id")
        return try await database.withConnection { try $0.execute(statement) }.map { row in
            let message = try Message(row: row)
            return Record(message, at: message.position ?? 0)
        }
    }
}

/// A page while it is read.
private struct RecordReading: Sendable {
    /// Why reading stops before the last row.
    enum Stop: Error {
        /// The page is large enough.
        case enough
        /// What follows lies beyond the position that is read up to.
        case end
    }

    let bytes: Int
    let end: Int64
    var records: [Record] = []
    private var size = 0

    init(bytes: Int, end: Int64) {
        self.bytes = bytes
        self.end = end
    }

    mutating func add(_ message: Message) throws {
        let position = message.position ?? 0
        guard position <= end else { throw Stop.end }
        guard records.isEmpty || size < bytes else { throw Stop.enough }
        size += message.msg.utf8.count + (message.headers?.utf8.count ?? 0) + 500
        records.append(Record(message, at: position))
    }
}
