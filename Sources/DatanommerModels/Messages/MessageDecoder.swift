// SPDX-License-Identifier: Apache-2.0

package import JSONText

/// Names of people and packages found in an envelope.
package struct MessageNames: Hashable, Sendable {
    package var users: [String]
    package var packages: [String]
    /// Whether a name was found that no database can keep.
    package var isUnstorable: Bool

    /// Sorted, unique names.
    package init(users: [String] = [], packages: [String] = [], isUnstorable: Bool = false) {
        self.users = users
        self.packages = packages
        self.isUnstorable = isUnstorable
    }
}

/// What a check of a signature means for a message.
package enum SignatureFinding: Hashable, Sendable {
    /// Nothing was checked.
    case unchecked
    /// The message is stored with this word: `valid`, or the reason why not.
    case found(String)
    /// The message is set aside for this reason.
    case refused(String)
}

/// Makes messages of what came off the wire or out of a file; pure.
package struct MessageDecoder: Sendable {
    /// Finds the names in an envelope with a topic.
    package typealias NameRules = @Sendable (_ envelope: JSONMembers, _ topic: String) -> MessageNames

    /// Where a JSON text comes from, which decides whether what an archive adds is believed.
    package enum Origin: Hashable, Sendable {
        /// A publisher: `category`, `users` and `packages` are worked out here.
        case bus
        /// A dump, which states them.
        case dump
    }

    /// Finds out whether an envelope was said by whom it says.
    package typealias SignatureCheck = @Sendable (_ envelope: JSONText, _ topic: [UInt8]) -> SignatureFinding

    let names: NameRules
    let check: SignatureCheck
    let maximumBytes: Int

    /// - Parameters:
    ///   - maximumBytes: the largest body that is accepted, in bytes.
    ///   - check: checks the signature of what a publisher said; nothing is checked by default.
    ///   - names: finds users and packages.
    package init(
        maximumBytes: Int = 16 << 20, check: @escaping SignatureCheck = { _, _ in .unchecked },
        names: @escaping NameRules
    ) {
        self.names = names
        self.check = check
        self.maximumBytes = maximumBytes
    }

    /// The message that two frames are.
    ///
    /// JSON without a `topic` member is taken for the `msg` of an envelope under the frame's topic, as fedmsg's own hub
    /// does.
    ///
    /// - Throws: `SetAside`, with the frames and the reason.
    package func message(topic: [UInt8], body: [UInt8], receivedAt: Timestamp, origin: Origin = .bus) throws(SetAside)
        -> Message
    {
        func aside(_ reason: SetAside.Reason, _ detail: String) -> SetAside {
            SetAside(reason, detail: detail, topic: topic, body: body, receivedAt: receivedAt)
        }
        guard body.count <= maximumBytes else {
            throw aside(.tooLarge, "\(body.count) bytes, \(maximumBytes) are allowed")
        }
        guard let frameTopic = String(validating: topic, as: UTF8.self) else {
            throw aside(.notJSON, "the topic frame is not UTF-8")
        }
        let value: JSONText
        do {
            value = try JSONText(validating: body)
        } catch {
            throw aside(error.isAboutSize ? .tooDeep : .notJSON, "the body is \(error)")
        }
        let finding = origin == .bus ? check(value, topic) : .unchecked
        if case .refused(let reason) = finding {
            throw aside(.init(rawValue: reason), "its signature is required, and does not count: \(reason)")
        }
        guard let (envelope, members) = envelope(value, frameTopic) else {
            throw aside(.tooDeep, "the body is nested too deeply to be put in an envelope")
        }
        do {
            var message = try message(envelope, members, receivedAt: receivedAt, origin: origin)
            if case .found(let verdict) = finding { message.verdict = verdict }
            return message
        } catch {
            throw aside(.unstorableText, "\(error.member) \(error.problem)")
        }
    }

    /// A value with its members. Nil when it could no longer be read in the envelope that it needs.
    private func envelope(_ value: JSONText, _ frameTopic: String) -> (JSONText, JSONMembers)? {
        let members = JSONMembers(of: value)
        if members["topic"] != nil { return (value, members) }
        let made = JSONText.object([("topic", .string(frameTopic)), ("msg", value)])
        guard let envelope = try? JSONText(validating: Array(made.bytes)) else { return nil }
        return (envelope, JSONMembers(of: envelope))
    }

    private func message(
        _ envelope: JSONText, _ members: JSONMembers, receivedAt: Timestamp, origin: Origin
    ) throws(UnstorableText) -> Message {
        var members = EnvelopeMembers(members, isDumped: origin == .dump && envelope.isDumped)
        let notSaid = notSaid(in: &members)
        guard let topic = try members.take("topic")?.storableText(of: "topic") else {
            throw UnstorableText(member: "topic")
        }
        var message = Message(
            msgID: "", timestamp: receivedAt, topic: topic, msg: members.take("msg")?.text ?? "null")
        if members.isDumped { takeAsSaid(from: &members) }
        message.notSaid = notSaid
        takeTimestamp(from: &members, into: &message)
        takeCount(from: &members, into: &message)
        try takeTexts(from: &members, into: &message)
        try takeSource(from: &members, into: &message)
        try takeVerdict(from: &members, into: &message)
        try takeIdentity(from: &members, into: &message, envelope: envelope)
        try takeNames(from: &members, into: &message, envelope: envelope, origin: origin)
        message.rest = members.rest
        message.timestampWasSaid = message.saysItsTime
        // All of them are parts of a text that was read as JSON.
        message.isKnownJSON.value = true
        return message
    }
}

extension JSONError {
    /// Whether the text may be JSON, but is more than can be read without harm.
    fileprivate var isAboutSize: Bool { code == .tooDeep || code == .integerTooLong }
}
