// SPDX-License-Identifier: Apache-2.0

/// Some records on their way to a backend.
package struct Delivery: Hashable, Sendable {
    /// Which one, counted by its feed.
    package let number: Int
    /// The records, at least one, in order.
    package let records: [Record]
    /// The position that the feed is past when they are delivered: nothing it takes lies between the last and this one.
    package let through: Int64
    /// Which of the feed's places it goes on from: a pause or a rewind begins another.
    package let generation: Int64

    /// A delivery.
    package init(number: Int, records: [Record], through: Int64, generation: Int64) {
        self.number = number
        self.records = records
        self.through = through
        self.generation = generation
    }
}
