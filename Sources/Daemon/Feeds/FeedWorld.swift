// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import Logging
internal import SQL

/// What all feeds of a daemon share.
struct FeedWorld: Sendable {
    /// Their own connections: what they wait for keeps recording from nothing.
    let archive: Archive
    /// What they read of it, shared.
    let pages: FeedPages
    /// Opens the same database for a backend that writes into it: a lock that it waits for keeps other feeds from nothing.
    let openDatabase: @Sendable () throws -> Database
    let tail: JournalTail
    /// This daemon, to others on the same archive: where its spool is, which has one daemon at a time. So a daemon that was
    /// killed takes its feeds back at once.
    let holder: String
    let meters: Meters
    let logger: Logger
}
