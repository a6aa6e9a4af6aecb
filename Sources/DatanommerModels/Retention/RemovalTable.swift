// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that take whole partitions out of the archive. PostgreSQL alone has any.
enum RemovalTable {
    /// How many messages each topic has in a partition behind a position, and the highest position of them.
    static func counts(of partition: Partition, after position: Int64) -> SQL {
        """
        SELECT topic_id, category_id, count(*), max(id) FROM \(SQL(text: partition.name)) WHERE id > \(position)
        GROUP BY topic_id, category_id
        """
    }

    /// How many messages a partition holds.
    static func total(of partition: Partition) -> SQL {
        "SELECT count(*) FROM \(SQL(text: partition.name))"
    }

    /// How many messages a partition holds behind a position.
    static func total(of partition: Partition, after position: Int64) -> SQL {
        "SELECT count(*) FROM \(SQL(text: partition.name)) WHERE id > \(position)"
    }

    /// The number of a partition's table, which no other table ever gets; no row where there is none.
    static func number(of partition: Partition) -> SQL {
        "SELECT CAST(oid AS bigint) FROM pg_class WHERE oid = to_regclass(\(partition.name))"
    }

    /// Drops a partition's tables, or makes plain ones of them.
    ///
    /// - Parameter name: what the messages' own table is called afterwards; nil: it is dropped.
    static func remove(_ partition: Partition, keepAs name: String?) -> String {
        PartitionTable.families.map { family in
            let table = partition.table(of: family)
            guard let name else { return "DROP TABLE \(table);" }
            return """
                ALTER TABLE \(family) DETACH PARTITION \(table);
                ALTER TABLE \(table) RENAME TO \(detached(name, of: family));
                """
        }.joined(separator: "\n")
    }

    /// Makes the partition of all time up to a moment.
    static func cover(upTo end: Timestamp) -> String {
        let partition = Partition(from: nil, to: end)
        return PartitionTable.families.map { family in
            """
            CREATE TABLE \(partition.table(of: family)) PARTITION OF \(family) \(PartitionTable.bounds(of: partition));
            """
        }.joined(separator: "\n")
    }

    /// A name for a partition's table of messages once it is detached, that no table has: `detached_messages_2025_11`. What
    /// lay before is told by where it ended: `detached_messages_before_2025_11_01`.
    static func freeName(for partition: Partition, on connection: any Connection) throws(DatabaseError) -> String {
        let day = partition.start == nil ? partition.end.map { "_" + $0.day } ?? "" : ""
        let wanted = "detached_\(partition.name)\(day)"
        var (name, number) = (wanted, 1)
        while try !connection.execute("SELECT 1 WHERE to_regclass(\(name)) IS NOT NULL").isEmpty {
            number += 1
            name = "\(wanted)_\(number)"
        }
        return name
    }

    /// The same of another family: `detached_messages_users_2025_11`.
    private static func detached(_ name: String, of family: String) -> String {
        "detached_\(family)\(name.dropFirst("detached_\(MessageTable.journal)".count))"
    }
}

extension Timestamp {
    /// The day in UTC, as a part of a table's name: `2025_11_01`.
    fileprivate var day: String {
        String(description.prefix { $0 != "T" }.map { $0 == "-" ? "_" : $0 })
    }
}
