// SPDX-License-Identifier: Apache-2.0

/// Something that came in but could not become a message, kept for a look.
public struct SetAside: Error, Hashable, Sendable {
    /// Why something could not become a message; the raw value is what is stored and counted.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Not two frames, nor the old framing in one.
        case frames
        /// A frame that is not UTF-8, or a body that is not JSON.
        case notJSON = "not-json"
        /// JSON nested too deeply, or with an integer too long to read.
        case tooDeep = "too-deep"
        /// More bytes than the configuration allows.
        case tooLarge = "too-large"
        /// A NUL or half a surrogate pair in a name, a user or a header: no database can keep it as text.
        case unstorableText = "unstorable-text"
        /// The identity of a message that is stored with another time.
        case otherClaim = "other-claim"
        /// The database refused this row alone.
        case refused
    }

    /// Why it was set aside.
    public var reason: Reason
    /// What exactly was wrong, for a person.
    public var detail: String
    /// The topic frame as received.
    public var topic: [UInt8]
    /// The body frame as received.
    public var body: [UInt8]
    /// When it was received.
    public var receivedAt: Timestamp

    /// Keeps frames with the reason why they are no message.
    public init(_ reason: Reason, detail: String, topic: [UInt8], body: [UInt8], receivedAt: Timestamp) {
        self.reason = reason
        self.detail = detail
        self.topic = topic
        self.body = body
        self.receivedAt = receivedAt
    }
}
