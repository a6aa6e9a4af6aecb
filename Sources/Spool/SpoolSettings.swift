// SPDX-License-Identifier: Apache-2.0

/// Where the spool is and how much it holds.
package struct SpoolSettings: Hashable, Sendable {
    /// What happens when the spool holds as much as it may.
    package enum WhenFull: String, CaseIterable, Hashable, Sendable {
        /// Reading from the bus pauses; libzmq, and behind it the publishers, queue.
        case wait
        /// The oldest segment that is not stored yet is given up, counted and logged.
        case dropOldest = "drop-oldest"
    }

    /// The folder; made where it is missing.
    package var folder: String
    /// A segment is closed when it has so many bytes, from 4 KiB.
    package var segmentBytes = 16 << 20
    /// What is not stored yet may take so many bytes, from two segments.
    package var maximumBytes = 1 << 30
    /// What happens beyond that.
    package var whenFull = WhenFull.wait

    /// The defaults, in a folder.
    package init(folder: String) {
        self.folder = folder
    }
}
