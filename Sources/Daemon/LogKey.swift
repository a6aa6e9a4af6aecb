// SPDX-License-Identifier: Apache-2.0

/// The keys of the daemon's log lines.
enum LogKey {
    static let address = "address"
    static let attempts = "attempts"
    static let bytes = "bytes"
    static let count = "count"
    static let database = "database"
    static let detached = "detached"
    static let duplicates = "duplicates"
    static let endpoints = "endpoints"
    static let error = "error"
    static let numbers = "numbers"
    static let partitions = "partitions"
    static let received = "received"
    static let reason = "reason"
    static let setAside = "set_aside"
    static let since = "since"
    static let source = "source"
    static let spool = "spool"
    static let spooledBytes = "spooled_bytes"
    static let stored = "stored"
    static let topics = "topics"
    static let until = "until"
    static let version = "version"
}
