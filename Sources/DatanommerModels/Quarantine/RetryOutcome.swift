// SPDX-License-Identifier: Apache-2.0

/// What became of what was set aside, tried again.
public struct RetryOutcome: Hashable, Sendable {
    /// One that could not become a message this time either.
    public struct Stayed: Hashable, Sendable {
        /// The number it is kept under.
        public let id: Int64
        /// Why, as ``SetAside/Reason`` spells it.
        public let reason: String
        /// What exactly is wrong, for a person.
        public let detail: String
    }

    /// How many are messages of the archive now.
    public var stored = 0
    /// How many were messages of the archive already.
    public var duplicates = 0
    /// Those that stayed, in order of arrival.
    public var stayed: [Stayed] = []
    /// How many somebody else had taken away meanwhile.
    public var gone = 0

    /// Nothing done yet.
    public init() {}

    /// Adds what became of others.
    public static func += (left: inout RetryOutcome, right: RetryOutcome) {
        left.stored += right.stored
        left.duplicates += right.duplicates
        left.stayed = (left.stayed + right.stayed).sorted { $0.id < $1.id }
        left.gone += right.gone
    }
}

extension RetryOutcome.Stayed {
    init(_ kept: KeptSetAside, _ aside: SetAside) {
        self.init(id: kept.id, reason: aside.reason.rawValue, detail: aside.detail)
    }
}
