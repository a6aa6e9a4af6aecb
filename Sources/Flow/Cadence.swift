// SPDX-License-Identifier: Apache-2.0

/// When records that were gathered are handed over: as soon as there are enough of them, or they are large enough, or the
/// first has waited long enough. Pure.
package struct Cadence: Hashable, Sendable {
    /// How many records go together at the most, at least 1.
    package let limit: Int
    /// How long the first of them waits for others, at the most.
    package let within: Duration
    /// How large they are together, about, in bytes; a single record may be larger.
    package let bytes: Int

    /// A cadence.
    package init(limit: Int, within: Duration, bytes: Int) {
        self.limit = max(limit, 1)
        self.within = within
        self.bytes = bytes
    }

    /// Each record goes by itself, at once.
    package static let prio = Cadence(limit: 1, within: .zero, bytes: .max)
}
