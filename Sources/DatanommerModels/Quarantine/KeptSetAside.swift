// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// Something that was set aside, as it is kept: everything of it.
public struct KeptSetAside: Hashable, Sendable {
    /// The number it is kept under.
    public let id: Int64
    /// When it was received.
    public let receivedAt: Timestamp
    /// Why it was set aside, as ``SetAside/Reason`` spells it. Another version may have had reasons of its own.
    public let reason: String
    /// What exactly was wrong, for a person.
    public let detail: String
    /// The topic frame; with the reason `salt-event` the tag.
    public let topic: [UInt8]
    /// The body frame; with the reasons `refused` and `other-claim` the message in the dump's format, with
    /// `salt-event` the payload.
    public let body: [UInt8]

    /// Reads a row of `QuarantineTable.kept`.
    init(row: Row) throws(DatabaseError) {
        id = try row.integer(0)
        receivedAt = try row.timestamp(1)
        reason = try row.text(2)
        detail = try row.text(3)
        topic = try row.bytes(4)
        body = try row.bytes(5)
    }
}

extension KeptSetAside {
    /// Whether the body is a message in the dump's format: it had been decoded, and the archive did not take it.
    package var isDumped: Bool {
        [SetAside.Reason.refused.rawValue, SetAside.Reason.otherClaim.rawValue].contains(reason)
    }

    /// Why it cannot be decoded again: what of it was not kept. Nil where all of it is there.
    package var missing: String? {
        switch reason {
        case SetAside.Reason.frames.rawValue, SetAside.Reason.saltFrames.rawValue:
            "the borders of its frames are not kept"
        // The decoder tells the size of the body that it kept whole; the bus keeps the beginnings of frames only.
        case SetAside.Reason.tooLarge.rawValue where !detail.hasPrefix("\(body.count) bytes, "):
            "only the beginning of it is kept"
        default: nil
        }
    }
}
