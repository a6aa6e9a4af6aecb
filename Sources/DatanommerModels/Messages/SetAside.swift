// SPDX-License-Identifier: Apache-2.0

/// Something that came in but could not become a message, kept for a look.
public struct SetAside: Error, Hashable, Sendable {
    /// Why something could not become a message; the raw value is what is stored and counted.
    ///
    /// Beside those here there are the reasons of the signature check, such as `expired` or `bad-signature`, where
    /// signatures are required.
    public struct Reason: RawRepresentable, Hashable, Sendable {
        /// The word for it.
        public let rawValue: String

        /// The reason of this word.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Not two frames, nor the old framing in one.
        public static let frames = Reason(rawValue: "frames")
        /// A frame that is not UTF-8, or a body that is not JSON.
        public static let notJSON = Reason(rawValue: "not-json")
        /// JSON nested too deeply, or with an integer too long to read.
        public static let tooDeep = Reason(rawValue: "too-deep")
        /// More bytes than the configuration allows.
        public static let tooLarge = Reason(rawValue: "too-large")
        /// A NUL or half a surrogate pair in a name, a user or a header: no database can keep it as text.
        public static let unstorableText = Reason(rawValue: "unstorable-text")
        /// The identity of a message that is stored with another time.
        public static let otherClaim = Reason(rawValue: "other-claim")
        /// The database refused this row alone.
        public static let refused = Reason(rawValue: "refused")
        /// No tag and payload, where Salt speaks.
        public static let saltFrames = Reason(rawValue: "salt-frames")
        /// An event of Salt whose tag is no storable text, or whose payload is not one value of MessagePack.
        public static let saltEvent = Reason(rawValue: "salt-event")

        /// Those here.
        package static let named: [Reason] = [
            .frames, .notJSON, .tooDeep, .tooLarge, .unstorableText, .otherClaim, .refused, .saltFrames, .saltEvent,
        ]

        /// Whether the check of a signature gave it.
        package var isOfSignature: Bool { !Self.named.contains(self) }
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
