// SPDX-License-Identifier: Apache-2.0

/// Which messages are meant: the values of one property are alternatives, the properties must all hold.
///
/// An empty filter means all messages.
public struct MessageFilter: Hashable, Sendable {
    /// Not before this time.
    public var start: Timestamp?
    /// Not after this time.
    public var end: Timestamp?
    /// Said under one of these topics, under their full names.
    public var topics: [String] = []
    /// Of one of these categories.
    public var categories: [String] = []
    /// About one of these people.
    public var users: [String] = []
    /// About one of these packages.
    public var packages: [String] = []
    /// With one of these texts in the body, literally; no character is a wildcard.
    public var contains: [String] = []
    /// With one of these identities.
    public var msgIDs: [String] = []
    /// Said under none of these topics.
    public var notTopics: [String] = []
    /// Of none of these categories.
    public var notCategories: [String] = []
    /// About none of these people.
    public var notUsers: [String] = []
    /// About none of these packages.
    public var notPackages: [String] = []

    /// All messages.
    public init() {}
}

/// In which direction of time messages are told.
public enum MessageOrder: String, Hashable, Sendable, CaseIterable {
    /// The oldest first.
    case asc
    /// The newest first.
    case desc
}

/// A place between two messages in the order of time, then position: where the next page begins.
///
/// Its text, e.g. `1361166918.25/1042`, can be handed to a later question: pages then neither repeat nor skip, whatever
/// arrives in between.
public struct MessageCursor: Hashable, Sendable, CustomStringConvertible, LosslessStringConvertible {
    let timestamp: Timestamp
    let position: Int64

    init(timestamp: Timestamp, position: Int64) {
        self.timestamp = timestamp
        self.position = position
    }

    init(_ message: Message) {
        self.init(timestamp: message.timestamp, position: message.position ?? 0)
    }

    /// Reads a cursor's text.
    public init?(_ description: String) {
        let parts = description.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let timestamp = Timestamp(epochSeconds: String(parts[0])),
            let position = Int64(parts[1])
        else { return nil }
        self.init(timestamp: timestamp, position: position)
    }

    /// The seconds since 1970 and the position, with a slash between.
    public var description: String { "\(timestamp.epochSeconds)/\(position)" }
}
