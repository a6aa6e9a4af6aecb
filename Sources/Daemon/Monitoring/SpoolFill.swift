// SPDX-License-Identifier: Apache-2.0

/// How full the spool is; pure.
///
/// A full spool has room and is full again with every batch that the database takes, and with every segment that is given
/// up, which may be a quarter of it. It is told to have room when half of it is free: two lines in the log an outage.
struct SpoolFill: Hashable, Sendable {
    /// What it may hold, in bytes.
    let limit: Int
    /// What it holds that the database does not have, in bytes.
    private(set) var pending = 0
    /// Whether it was full, and has no room to speak of yet.
    private(set) var isFull = false
    /// How many messages were given up since it was full.
    private var dropped = 0

    /// An empty one.
    ///
    /// - Parameter limit: what it may hold, in bytes.
    init(limit: Int) {
        self.limit = limit
    }

    /// It had no room: true when this is news.
    ///
    /// - Parameter dropped: how many messages were given up for it.
    mutating func filled(dropped: Int = 0) -> Bool {
        self.dropped += dropped
        defer { isFull = true }
        return !isFull
    }

    /// It holds so many bytes now; when this is the end of a full one, how many messages were given up meanwhile.
    mutating func holds(_ bytes: Int) -> Int? {
        pending = bytes
        guard isFull, bytes < limit / 2 else { return nil }
        defer { dropped = 0 }
        isFull = false
        return dropped
    }
}
