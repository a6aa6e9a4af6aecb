// SPDX-License-Identifier: Apache-2.0

internal import SQL

/// A line of the list of what was set aside: what it is, without its bytes.
public struct SetAsideEntry: Hashable, Sendable {
    /// The number it is kept under; a later one has a higher number.
    public let id: Int64
    /// When it was received.
    public let receivedAt: Timestamp
    /// Why it was set aside, as ``SetAside/Reason`` spells it.
    public let reason: String
    /// What exactly was wrong; at the most ``keptDetail`` characters of it.
    public let detail: String
    /// The beginning of the topic frame; at the most ``keptTopic`` bytes.
    public let topic: [UInt8]
    /// How many bytes the topic frame has.
    public let topicBytes: Int
    /// How many bytes the body frame has.
    public let bodyBytes: Int

    /// So many characters of the detail are told: it may name an identity of any length.
    public static let keptDetail = 500
    /// So many bytes of the topic are told.
    public static let keptTopic = 256

    /// Reads a row of `QuarantineTable.entries`.
    init(row: Row) throws(DatabaseError) {
        id = try row.integer(0)
        receivedAt = try row.timestamp(1)
        reason = try row.text(2)
        detail = try row.text(3)
        // SQLite's substr makes NULL of no bytes.
        topic = try row.optionalBytes(4) ?? []
        topicBytes = Int(try row.integer(5))
        bodyBytes = Int(try row.integer(6))
    }
}
