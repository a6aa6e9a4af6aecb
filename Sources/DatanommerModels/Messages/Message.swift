// SPDX-License-Identifier: Apache-2.0

/// A thing that happened: what was said on the bus, and what the archive knows about it.
///
/// The body, the headers and the rest are JSON texts kept byte for byte, so that number spellings, unicode and nesting
/// survive and a signature can be checked again.
public struct Message: Hashable, Sendable {
    /// Its place in the order of arrival; nil until it is stored. Positions grow, but have holes.
    public var position: Int64?
    /// The identity; a message said twice is one message.
    public var msgID: String
    /// When it was said or, if it does not say so, when it was received.
    public var timestamp: Timestamp
    /// Whether the timestamp is the publisher's own, not the time of receipt.
    public var timestampWasSaid: Bool
    /// The dotted name it was said under.
    public var topic: String
    /// The application that spoke.
    public var category: String
    /// The publisher's count of its messages, from 1; 0 when it did not say.
    public var i: Int64
    /// The system user of the publisher.
    public var username: String?
    /// The signature's scheme, `x509` or `gpg`.
    public var crypto: String?
    /// The publisher's certificate: base64 of PEM.
    public var certificate: String?
    /// The signature: base64.
    public var signature: String?
    /// The body, JSON exactly as it was said.
    public var msg: String { didSet { isKnownJSON.value = false } }
    /// The headers, JSON exactly as it was said.
    public var headers: String? { didSet { isKnownJSON.value = false } }
    /// The people it is about, sorted.
    public var users: [String]
    /// The packages it is about, sorted.
    public var packages: [String]
    /// The program that put it in an archive first.
    public var source: Source
    /// The members of the envelope that no other property holds, or holds in another spelling: a JSON object.
    public var rest: String? { didSet { isKnownJSON.value = false } }
    /// The members that the envelope did not have, though a property tells a value in their place, sorted: of `i`, `msg`,
    /// `msg_id`, `source_version` and `timestamp`.
    public var notSaid: [String]
    /// What the check of its signature found when it came: `valid`, or the reason why not, such as `expired`; nil when it
    /// was not checked.
    public var verdict: String?
    /// Whether somebody made sure that `msg`, `headers` and `rest` are JSON, and they are what they were then.
    var isKnownJSON = Note(false)

    /// A message with a time, an identity, a topic and a body; everything else starts empty.
    public init(msgID: String, timestamp: Timestamp, topic: String, msg: String) {
        self.init(
            msgID: msgID, timestamp: timestamp, topic: topic, category: Category.name(ofTopic: topic), msg: msg)
    }

    /// The same, from a bus whose topics do not tell their category in fedmsg's way.
    init(msgID: String, timestamp: Timestamp, topic: String, category: String, msg: String) {
        self.msgID = msgID
        self.timestamp = timestamp
        self.topic = topic
        self.category = category
        self.msg = msg
        timestampWasSaid = true
        i = 0
        users = []
        packages = []
        notSaid = []
        source = .datanommer
    }
}

/// A program, in a version, that puts messages in an archive.
public struct Source: Hashable, Sendable {
    /// The program's name.
    public var name: String
    /// The program's version.
    public var version: String

    /// Names a program and its version.
    public init(name: String, version: String) {
        self.name = name
        self.version = version
    }

    /// Whether both are spelled the same, byte for byte.
    public static func == (left: Source, right: Source) -> Bool {
        ExactText(left.name) == ExactText(right.name) && ExactText(left.version) == ExactText(right.version)
    }

    /// Hashes the bytes of both.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ExactText(name))
        hasher.combine(ExactText(version))
    }

    /// This program.
    public static let datanommer = Source(name: "datanommer", version: Version.current)
}

/// This program's version.
public enum Version {
    /// The version, as `--version` prints it.
    public static let current = "0.1.0"
}
