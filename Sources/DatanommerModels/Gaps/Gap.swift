// SPDX-License-Identifier: Apache-2.0

/// Something that was said and not heard: a stretch of a publisher's numbers, or a stretch of time.
public struct Gap: Hashable, Sendable {
    /// What became of a gap.
    public enum State: String, Hashable, Sendable, CaseIterable {
        /// Noticed; what is missing was not asked for yet, or is being asked for.
        case open
        /// What was missing came.
        case filled
        /// What was missing did not come, and is not asked for any more.
        case lost
    }

    /// Its number; numbers grow as gaps are noticed.
    public let id: Int64
    /// Who was not heard: the endpoint of a publisher, or the URL of the backlog that was asked, without its password.
    public var source: String
    /// The missing numbers (`seq_id`) of a publisher; nil for a stretch of time.
    public var numbers: ClosedRange<Int64>?
    /// When it began at the earliest, by the clock of who recorded it; nil when that is not known.
    public var since: Timestamp?
    /// When it ended at the latest; nil when it is not known, or not over.
    public var until: Timestamp?
    /// When it was noticed.
    public var noticedAt: Timestamp
    /// When it was filled or given up; nil while it is open.
    public var settledAt: Timestamp?
    /// What became of it.
    public var state: State
    /// Why it was given up, or what else there is to say, for a person; may be empty.
    public var detail: String
}

/// A gap that is noticed, or a part of one, on its way to the archive.
package struct NewGap: Hashable, Sendable {
    package var source: String
    package var numbers: ClosedRange<Int64>?
    package var since: Timestamp?
    package var until: Timestamp?
    package var state: Gap.State
    package var detail: String

    /// A gap; an open one, unless told otherwise.
    package init(
        source: String, numbers: ClosedRange<Int64>? = nil, since: Timestamp? = nil, until: Timestamp? = nil,
        state: Gap.State = .open, detail: String = ""
    ) {
        self.source = source
        self.numbers = numbers
        self.since = since
        self.until = until
        self.state = state
        self.detail = detail
    }
}
