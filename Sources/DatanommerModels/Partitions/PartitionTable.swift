// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that look at, make and divide the partitions of `messages` and the ways to it. PostgreSQL alone has any.
///
/// They name tables and times in their text, since DDL takes no values: names are made of the program's own words and of
/// dates, times are told by `Timestamp`.
enum PartitionTable {
    /// The tables that are divided alike, in the order in which questions lock them.
    static let families = [MessageTable.journal, "messages_users", "messages_packages"]

    /// The partitions' names and bounds, in order of time; no rows where `messages` is one table.
    static let partitions = partitions(of: MessageTable.journal)

    /// The same of another table.
    static func partitions(of table: String) -> SQL {
        """
        SELECT name, lower, upper
        FROM (SELECT CAST(relname AS text) AS name,
                CAST((regexp_match(bounds, $$FROM \\('([^']+)'\\)$$))[1] AS timestamptz) AS lower,
                CAST((regexp_match(bounds, $$TO \\('([^']+)'\\)$$))[1] AS timestamptz) AS upper
            FROM (SELECT relname, pg_get_expr(relpartbound, pg_class.oid) AS bounds
                FROM pg_inherits JOIN pg_class ON pg_class.oid = inhrelid
                WHERE inhparent = to_regclass(\(table))) AS children) AS partitions
        ORDER BY lower NULLS FIRST
        """
    }

    /// Nobody is waited for longer than this: who reads for an hour must not keep all others from the archive, as a lock
    /// that is waited for does.
    ///
    /// A second longer than PostgreSQL waits before it ends an autovacuum that is in the way (`deadlock_timeout`).
    static let limitWaiting = "SET LOCAL lock_timeout = '2s'"

    /// What nobody asked for in person gives up when it turns out to move much: appenders wait for it.
    static let limitWork = "SET LOCAL statement_timeout = '10s'"

    /// Keeps the three tables from being divided or swapped, and nobody from reading and writing.
    static let hold = """
        LOCK TABLE ONLY messages, ONLY messages_users, ONLY messages_packages IN ACCESS SHARE MODE
        """

    /// Keeps everybody away from the three tables, in the order in which questions name them.
    static let lock = """
        LOCK TABLE ONLY messages, ONLY messages_users, ONLY messages_packages IN ACCESS EXCLUSIVE MODE
        """

    /// The statements that divide a partition of one family.
    static func divide(_ split: PartitionSplit, of family: String) -> String {
        let (old, kept) = (split.partition.table(of: family), split.kept.table(of: family))
        let rename = old == kept ? "" : "ALTER TABLE \(old) RENAME TO \(kept);\n"
        let parts = split.made.map { part in
            let table = part.table(of: family)
            return """
                CREATE TABLE \(table) PARTITION OF \(family) \(bounds(of: part));
                INSERT INTO \(table) SELECT * FROM \(kept) WHERE \(isWithin(part));
                DELETE FROM \(kept) WHERE \(isWithin(part));

                """
        }
        return """
            ALTER TABLE \(family) DETACH PARTITION \(old);
            \(rename)\(parts.joined())ALTER TABLE \(family) ATTACH PARTITION \(kept) \(bounds(of: split.kept));
            """
    }

    /// `FOR VALUES FROM … TO …`.
    static func bounds(of partition: Partition) -> String {
        let (lower, upper) = (partition.start.map(literal) ?? "MINVALUE", partition.end.map(literal) ?? "MAXVALUE")
        return "FOR VALUES FROM (\(lower)) TO (\(upper))"
    }

    /// The condition on a row's time.
    static func isWithin(_ partition: Partition) -> String {
        let bounds = [
            partition.start.map { "timestamp >= \(literal($0))" }, partition.end.map { "timestamp < \(literal($0))" },
        ]
        return bounds.compactMap { $0 }.joined(separator: " AND ")
    }

    private static func literal(_ time: Timestamp) -> String { "'\(time)'" }
}

extension Partition {
    /// Reads a row of `PartitionTable.partitions`.
    init(row: Row) throws(DatabaseError) {
        self.init(name: try row.text(0), start: try row.optionalTimestamp(1), end: try row.optionalTimestamp(2))
    }
}
