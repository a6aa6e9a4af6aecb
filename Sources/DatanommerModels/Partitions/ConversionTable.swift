// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that write `messages` and the ways to it anew into tables that are partitioned, whose names end in
/// `_parting` until they take the places of the old ones. PostgreSQL only.
enum ConversionTable {
    /// The lock that whoever converts holds in each of its transactions.
    static let journal = "partitioning"

    /// A row while a conversion is under way, or was broken off.
    static let isUnderWay: SQL = "SELECT 1 WHERE to_regclass('messages_parting') IS NOT NULL"

    /// A row where Citus has spread the messages over machines.
    static let citus: SQL = "SELECT 1 WHERE to_regclass('pg_dist_partition') IS NOT NULL"
    static let isDistributed: SQL = "SELECT 1 FROM pg_dist_partition WHERE logicalrelid = 'messages'::regclass"

    /// How many bytes the tables and their indexes take.
    static let bytes: SQL = """
        SELECT CAST(sum(pg_total_relation_size(oid)) AS bigint)
        FROM pg_class WHERE oid IN ('messages'::regclass, 'messages_users'::regclass, 'messages_packages'::regclass)
        """

    /// The same of one partition and its ways.
    static func bytes(of partition: Partition) -> SQL {
        """
        SELECT CAST(sum(pg_total_relation_size(oid)) AS bigint)
        FROM pg_class WHERE oid = ANY(CAST(\(PartitionTable.families.map(partition.table)) AS regclass[]))
        """
    }

    /// The views on the tables, which keep the old ones from being dropped.
    static let views: SQL = """
        SELECT DISTINCT CAST(CAST(ev_class AS regclass) AS text)
        FROM pg_depend JOIN pg_rewrite ON pg_rewrite.oid = objid
        WHERE classid = 'pg_rewrite'::regclass
            AND refobjid IN ('messages'::regclass, 'messages_users'::regclass, 'messages_packages'::regclass)
        ORDER BY 1
        """

    /// The new tables without partitions, with the keys and indexes of the old ones.
    static let begin = """
        DO $$
        DECLARE
            member  text;
            command text;
        BEGIN
            FOREACH member IN ARRAY ARRAY['messages', 'messages_users', 'messages_packages'] LOOP
                EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL EXCLUDING INDEXES EXCLUDING IDENTITY)
                    PARTITION BY RANGE (timestamp)', member || '_parting', member);
                FOR command IN
                    SELECT format('ALTER TABLE %I ADD CONSTRAINT %I %s', member || '_parting', conname || '_parting',
                        pg_get_constraintdef(oid))
                    FROM pg_constraint WHERE conrelid = member::regclass AND contype IN ('p', 'u')
                LOOP
                    EXECUTE command;
                END LOOP;
                -- CREATE INDEX name ON schema.table USING …: all that follows is the same.
                FOR command IN
                    SELECT format('CREATE %sINDEX %I ON %I %s', CASE WHEN indisunique THEN 'UNIQUE ' ELSE '' END,
                        relname || '_parting', member || '_parting',
                        substring(pg_get_indexdef(indexrelid) FROM ' (USING .*)$'))
                    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
                    WHERE indrelid = member::regclass AND relname !~ '_by_message$'
                        AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
                LOOP
                    EXECUTE command;
                END LOOP;
            END LOOP;
        END
        $$
        """

    /// A partition of one of the new tables. Told in a constraint too, its bounds need not be checked row by row when it
    /// becomes a partition of the old ones' family.
    static func make(_ partition: Partition, of family: String, insteadOf source: Partition?) -> String {
        let table = name(of: partition, in: family, insteadOf: source)
        let bounds = "CREATE TABLE \(table) PARTITION OF \(family)_parting \(PartitionTable.bounds(of: partition));"
        guard source != nil else { return bounds }
        return bounds + "ALTER TABLE \(table) ADD CONSTRAINT parting CHECK (\(PartitionTable.isWithin(partition)));"
    }

    /// The name that it keeps, unless what it comes instead of has that still.
    private static func name(of partition: Partition, in family: String, insteadOf source: Partition?) -> String {
        partition.table(of: family) + (partition.name == source?.name ? "_parting" : "")
    }

    /// The bounds of the new tables' partitions, in order of time.
    static let parts: SQL = PartitionTable.partitions(of: "messages_parting")

    /// Puts the partitions of one of the new tables into the place of the partition that they come instead of.
    static func swap(_ source: Partition, for partitions: [Partition], of family: String) -> String {
        let parts = partitions.map { partition in
            let (table, name) = (name(of: partition, in: family, insteadOf: source), partition.table(of: family))
            return """
                ALTER TABLE \(family)_parting DETACH PARTITION \(table);
                \(table == name ? "" : "ALTER TABLE \(table) RENAME TO \(name);")
                ALTER TABLE \(family) ATTACH PARTITION \(name) \(PartitionTable.bounds(of: partition));
                ALTER TABLE \(name) DROP CONSTRAINT parting;

                """
        }
        let old = source.table(of: family)
        return """
            ALTER TABLE \(family) DETACH PARTITION \(old);
            DROP TABLE \(old);
            \(parts.joined())DROP TABLE \(family)_parting;
            """
    }

    /// The ways from users and packages have no index by position; one is made for the time of the conversion.
    static let ways = ["messages_users", "messages_packages"]

    /// A lock of the session, since an index that is made while others write is made outside a transaction; who does not get
    /// it must not wait in the database, where making an index waits for all who do.
    static let tryIndexing: SQL = "SELECT pg_try_advisory_lock(hashtextextended('datanommer partitioning', 0))"
    static let endIndexing: SQL = "SELECT pg_advisory_unlock(hashtextextended('datanommer partitioning', 0))"

    /// Whether the index on a way's position is there, and whole.
    static func index(of way: String) -> SQL {
        "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(\(way + "_by_message"))"
    }

    /// Makes that index while others write. Not in a transaction.
    static func makeIndex(of way: String, in source: Partition?) -> String {
        "CREATE INDEX CONCURRENTLY \(way)_by_message ON \(source?.table(of: way) ?? way) (message_id)"
    }

    /// Takes away what a broken-off ``makeIndex(of:in:)`` left, or what is not needed any more. Not in a transaction.
    static func dropIndex(of way: String) -> String { "DROP INDEX CONCURRENTLY IF EXISTS \(way)_by_message" }

    /// The newest position that is in the new tables.
    static let copied: SQL = "SELECT coalesce(max(id), 0) FROM messages_parting"

    /// Puts the new tables into the places of the old ones, with their grants; positions go on where they were.
    static let swap = """
        DO $$
        DECLARE
            member  text;
            command text;
            grants  text[];
            drawers text[];
            place   record;
        BEGIN
            EXECUTE format('SELECT last_value, is_called FROM %s', pg_get_serial_sequence('messages', 'id')) INTO place;
            drawers := ARRAY(
                SELECT CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END
                FROM pg_class, aclexplode(relacl)
                WHERE oid = pg_get_serial_sequence('messages', 'id')::regclass AND grantee <> relowner
                    AND privilege_type = 'USAGE');
            FOREACH member IN ARRAY ARRAY['messages', 'messages_users', 'messages_packages'] LOOP
                grants := ARRAY(
                    SELECT format('GRANT %s ON %I TO %s', privilege_type, member,
                        CASE WHEN grantee = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END)
                    FROM pg_class, aclexplode(relacl) WHERE oid = member::regclass AND grantee <> relowner);
                EXECUTE format('DROP TABLE %I', member);
                EXECUTE format('ALTER TABLE %I RENAME TO %I', member || '_parting', member);
                FOR command IN
                    SELECT format('ALTER INDEX %I RENAME TO %I', relname, regexp_replace(relname, '_parting$', ''))
                    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid WHERE indrelid = member::regclass
                LOOP
                    EXECUTE command;
                END LOOP;
                FOREACH command IN ARRAY grants LOOP
                    EXECUTE command;
                END LOOP;
            END LOOP;
            ALTER TABLE messages ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY;
            PERFORM setval(pg_get_serial_sequence('messages', 'id'), place.last_value, place.is_called);
            FOREACH member IN ARRAY drawers LOOP
                EXECUTE format('GRANT USAGE ON SEQUENCE %s TO %s', pg_get_serial_sequence('messages', 'id'), member);
            END LOOP;
        END
        $$
        """

    /// Forgets what was copied.
    static let abandon = "DROP TABLE messages_parting, messages_users_parting, messages_packages_parting"

    /// Tells the planner what the new tables hold: of a partitioned table nobody else does.
    static let analyze = "ANALYZE messages, messages_users, messages_packages"

    /// How many messages a partition has, counted up to a limit.
    static func size(of partition: Partition, limit: Int) -> SQL {
        "SELECT count(*) FROM (SELECT 1 FROM \(SQL(text: partition.name)) LIMIT \(limit)) AS held"
    }

    /// The first message's time from a moment on, in a table.
    static func firstTime(in table: String, from time: Timestamp) -> SQL {
        "SELECT timestamp FROM \(SQL(text: table)) WHERE timestamp >= \(time) ORDER BY timestamp LIMIT 1"
    }

    /// How many messages a table has within a stretch of time, counted up to a limit.
    static func count(in table: String, within range: Range<Timestamp>, limit: Int) -> SQL {
        """
        SELECT count(*) FROM (SELECT 1 FROM \(SQL(text: table))
            WHERE timestamp >= \(range.lowerBound) AND timestamp < \(range.upperBound) LIMIT \(limit)) AS held
        """
    }
}
