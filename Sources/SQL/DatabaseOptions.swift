// SPDX-License-Identifier: Apache-2.0

/// How a ``Database`` is opened.
package struct DatabaseOptions: Hashable, Sendable {
    /// How many connections there are at most, at least 1; opened when wanted. SQLite's write one after the other.
    package var connections = 1
    /// SQLite: a file that is not there is made. Otherwise it is an error, `.missing`. No effect in PostgreSQL.
    package var mayCreate = false
    /// PostgreSQL: keep named prepared statements. Off for a pooler that gives each transaction another session, such as
    /// pgbouncer up to 1.20 in transaction mode.
    package var preparedStatements = true
    /// PostgreSQL: what `pg_stat_activity` and the server's log call us, unless the URL says otherwise.
    package var applicationName = "datanommer"
    /// PostgreSQL: how long to wait for each host to let us in, unless the URL says otherwise. Whole seconds, at least 2.
    package var connectTimeout: Duration = .seconds(10)
    /// PostgreSQL: how long a statement may get no answer at all before the server is told to stop it, `.busy`; a server that
    /// does not heed even that loses the connection, `.unreachable`. nil: for ever, as a long question needs.
    package var answerTimeout: Duration?
    /// SQLite: how long to wait for another process's lock before `.busy`. Whole milliseconds.
    package var busyTimeout: Duration = .seconds(10)

    /// The defaults.
    package init() {}
}
