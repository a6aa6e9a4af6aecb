// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Where the count of each publisher is; kept by the appending transaction.
enum SequenceTable {
    /// Where the counts of some publishers are.
    static func places(of publishers: [String], _ dialect: Dialect) -> SQL {
        """
        SELECT publisher, last_seq_id, doubtful_seq_id, heard_at FROM sequences
        WHERE \(SQL.isAmong("publisher", publishers, dialect))
        """
    }

    /// Writes down where a count is.
    static let set = """
        INSERT INTO sequences (publisher, last_seq_id, doubtful_seq_id, heard_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (publisher) DO UPDATE SET last_seq_id = excluded.last_seq_id,
            doubtful_seq_id = excluded.doubtful_seq_id, heard_at = excluded.heard_at
        """
}

extension SequenceChanges.Place {
    /// Reads a row of `SequenceTable.places`, behind the publisher.
    init(row: Row) throws(DatabaseError) {
        self.init(
            tracker: SequenceTracker(last: try row.integer(1), doubtful: try row.optionalInteger(2)),
            heardAt: try row.timestamp(3))
    }

    /// The values of `SequenceTable.set`.
    func values(of publisher: String) -> [SQLValue] {
        [.text(publisher), tracker.last.sqlValue, tracker.doubtful.sqlValue, .timestamp(heardAt)]
    }
}
