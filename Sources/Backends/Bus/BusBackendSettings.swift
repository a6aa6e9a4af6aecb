// SPDX-License-Identifier: Apache-2.0

/// A bus on which records are said again.
package struct BusBackendSettings: Hashable, Sendable {
    /// Whether subscribers, or a relay's subscribers, find it.
    package enum Place: Hashable, Sendable {
        /// Subscribers connect to this endpoint, such as `tcp://*:9940` or `ipc:///path`.
        case bind(String)
        /// A relay is bound to it.
        case connect(String)
    }

    /// Where.
    package var place: Place
    /// Goes before each topic.
    package var topicPrefix = ""
    /// How many subscriptions must be there before anything is said; 0: it is said to nobody, if nobody is there.
    package var subscribers = 1
    /// How many messages wait for the slowest subscriber before the feed waits too; 0: any number, in memory.
    package var highWaterMark = 1000
    /// How long to wait for subscribers before the delivery counts as failed, and at the end for what they have not read.
    package var patience = Duration.seconds(10)

    /// A bus at a place.
    package init(_ place: Place) {
        self.place = place
    }
}
