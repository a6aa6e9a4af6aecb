// SPDX-License-Identifier: Apache-2.0

/// What an engine provides: a connection that was opened, and is closed by letting go of it.
///
/// Used by one ``Session`` alone, on its queue.
protocol OpenConnection: AnyObject {
    /// Whether it can take work, as far as this machine knows; nothing is asked of the server.
    func isAlive() -> Bool

    /// Lends the connection to a body that may be cancelled, and rolls back a transaction it left open.
    func lend<R>(for work: Work, _ body: (any Connection) throws -> R) throws -> R
}
