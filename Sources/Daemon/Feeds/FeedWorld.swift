// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Logging
internal import SQL

/// What all feeds of a daemon share.
struct FeedWorld: Sendable {
    /// Their own connections: what they wait for keeps recording from nothing.
    let archive: Archive
    /// The same database, for backends that write into it.
    let database: Database
    let tail: JournalTail
    /// This daemon, to others on the same archive: where its spool is, which has one daemon at a time. So a daemon that was
    /// killed takes its feeds back at once.
    let holder: String
    let meters: Meters
    let logger: Logger
}
