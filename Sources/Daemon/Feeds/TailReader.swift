// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// A feed, as the journal's tail sees it.
protocol TailReader: Sendable {
    /// Tells it from all readers that there are or were.
    var seat: Int { get }
    /// What it takes.
    var selection: Selection { get }

    /// Nothing in a stretch of the journal is for this reader: it goes past at once, if it stands there.
    ///
    /// - Returns: false where it has to look for itself.
    func passes(_ stretch: ClosedRange<Int64>) -> Bool

    /// There is something to read.
    func wake()
}
