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
        let statement = MessageTable.select(
            where: "m.id > \(position) AND m.id <= \(end)", order: "ORDER BY m.id LIMIT \(limit)")
        let reading = try await database.withConnection { connection in
            var reading = RecordReading(bytes: bytes)
            do {
                try connection.stream(statement) { row in try reading.add(try Message(row: row)) }
            } catch is RecordReading.Enough {
                reading.isCut = true
            }
            return reading
        }
        let isEnd = !reading.isCut && reading.records.count < limit
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
    /// The page is large enough.
    struct Enough: Error {}

    let bytes: Int
    var records: [Record] = []
    var isCut = false
    private var size = 0

    init(bytes: Int) {
        self.bytes = bytes
    }

    mutating func add(_ message: Message) throws {
        guard records.isEmpty || size < bytes else { throw Enough() }
        size += message.msg.utf8.count + (message.headers?.utf8.count ?? 0) + 500
        records.append(Record(message, at: message.position ?? 0))
    }
}
