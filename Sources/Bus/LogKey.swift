// SPDX-License-Identifier: Apache-2.0

/// The keys of log lines about the bus.
enum LogKey {
    /// The endpoint that a line is about.
    static let endpoint = "endpoint"
    /// All endpoints of a subscriber.
    static let endpoints = "endpoints"
    /// All topic prefixes of a subscriber.
    static let prefixes = "prefixes"
    /// Why something failed.
    static let error = "error"
    /// How many messages.
    static let messages = "messages"
}
