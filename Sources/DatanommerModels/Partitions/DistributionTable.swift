// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// The statements that spread an archive over machines with Citus.
enum DistributionTable {
    /// A row where the server has the extension among its files.
    static let isAvailable: SQL = "SELECT 1 FROM pg_available_extensions WHERE name = 'citus'"

    /// A row where the database has it.
    static let isInstalled: SQL = "SELECT 1 FROM pg_extension WHERE extname = 'citus'"

    /// Wants a superuser, and `citus` among `shared_preload_libraries`.
    static let install = "CREATE EXTENSION IF NOT EXISTS citus"

    /// How many machines take messages: the workers, or the coordinator alone where there are none.
    static let nodes: SQL = """
        SELECT greatest(1, count(*)) FROM pg_dist_node WHERE isactive AND shouldhaveshards AND noderole = 'primary'
        """

    /// One shard after the other: with the tables of names among them, tables made side by side would be refused.
    static let sequentially = "SET LOCAL citus.multi_shard_modify_mode TO 'sequential'"

    /// What questions join messages with: a copy on every machine, so that the joins are done where the messages lie. New
    /// names are rare, and each is written everywhere.
    static let everywhere = ["topics", "categories", "users", "packages", "certificates", "sources"]

    /// Copies a table to all machines.
    static func copyEverywhere(_ table: String) -> SQL { "SELECT create_reference_table(\(table)) IS NULL" }

    /// Spreads a table by the identity of the messages; the ways lie beside their messages. What is written with each batch
    /// (counters, sequences), and what only the archive's keeper asks for (gaps, quarantine), stays where it is.
    static func spread(_ table: String) -> SQL {
        table == MessageTable.journal
            ? "SELECT create_distributed_table('messages', 'msg_id', colocate_with => 'none') IS NULL"
            : "SELECT create_distributed_table(\(table), 'msg_id', colocate_with => 'messages') IS NULL"
    }

    /// Frees what a table took on this machine before it was spread.
    static func forgetHere(_ table: String) -> SQL {
        "SELECT truncate_local_data_after_distributing_table(\(table)) IS NULL"
    }
}
