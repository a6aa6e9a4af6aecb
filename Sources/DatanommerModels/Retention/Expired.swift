// SPDX-License-Identifier: Apache-2.0

/// What an expiry took out of the archive, or would take.
public struct Expired: Hashable, Sendable {
    /// How many messages.
    public var messages = 0
    /// The partitions that went whole, the oldest first; their messages are counted above.
    public var partitions: [String] = []
    /// The tables of messages that are left of them, where they were detached; those of the ways to them are called alike.
    public var detached: [String] = []
    /// What became of the room that they leave in a SQLite file; nil in PostgreSQL, whose autovacuum sees to it.
    public var freePages: FreePages?

    /// Nothing yet.
    public init() {}
}
