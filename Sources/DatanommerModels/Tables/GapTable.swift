// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// What was not heard.
enum GapTable {
    static let insert = """
        INSERT INTO gaps (source, first_seq, last_seq, since, until, noticed_at, settled_at, state, detail)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
        """

    private static let columns: SQL =
        "id, source, first_seq, last_seq, since, until, noticed_at, settled_at, state, detail"

    /// Gaps in some states that lie, as far as is known, between two times; one that has no times of its own is where
    /// it was noticed. In the order in which they were noticed.
    static func gaps(_ states: [Gap.State], since: Timestamp?, before: Timestamp?, _ dialect: Dialect) -> SQL {
        let from: SQL = since.map { " AND coalesce(until, noticed_at) >= \($0)" } ?? ""
        let upTo: SQL = before.map { " AND coalesce(since, noticed_at) <= \($0)" } ?? ""
        let among = SQL.isAmong("state", states.map(\.rawValue), dialect)
        return "SELECT \(columns) FROM gaps WHERE \(among)\(from)\(upTo) ORDER BY id"
    }

    /// The open gaps of a source, those that were noticed first before the others.
    static func open(of source: String, limit: Int) -> SQL {
        "SELECT \(columns) FROM gaps WHERE state = 'open' AND source = \(source) ORDER BY id LIMIT \(limit)"
    }

    /// The numbers that are missing of some publishers.
    static func missing(of publishers: [String], _ dialect: Dialect) -> SQL {
        """
        SELECT source, first_seq, last_seq FROM gaps
        WHERE state = 'open' AND first_seq IS NOT NULL AND \(SQL.isAmong("source", publishers, dialect))
        """
    }

    /// Gives up all open gaps that a condition on the source selects.
    static func giveUp(where condition: SQL, at time: Timestamp, detail: String) -> SQL {
        """
        UPDATE gaps SET state = 'lost', settled_at = \(time), detail = \(detail)
        WHERE state = 'open' AND \(condition)
        """
    }

    /// Takes an open gap away, and tells which it was: what takes its place is inserted in the same transaction.
    static func takeOpen(_ id: Int64) -> SQL {
        "DELETE FROM gaps WHERE id = \(id) AND state = 'open' RETURNING noticed_at"
    }
}

extension Gap {
    /// Reads a row of gaps.
    init(row: Row) throws(DatabaseError) {
        id = try row.integer(0)
        source = try row.text(1)
        if let first = try row.optionalInteger(2), let last = try row.optionalInteger(3), first <= last {
            numbers = first...last
        }
        since = try row.optionalTimestamp(4)
        until = try row.optionalTimestamp(5)
        noticedAt = try row.timestamp(6)
        settledAt = try row.optionalTimestamp(7)
        guard let state = State(rawValue: try row.text(8)) else {
            throw DatabaseError(.invalidData, "gap \(id) is in no known state")
        }
        self.state = state
        detail = try row.text(9)
    }
}

extension NewGap {
    /// The values of `GapTable.insert`.
    func values(noticedAt: Timestamp, now: Timestamp) -> [SQLValue] {
        [
            .text(source), (numbers?.lowerBound).sqlValue, (numbers?.upperBound).sqlValue, since.sqlValue,
            until.sqlValue, .timestamp(noticedAt), state == .open ? .null : .timestamp(now), .text(state.rawValue),
            .text(detail),
        ]
    }
}
