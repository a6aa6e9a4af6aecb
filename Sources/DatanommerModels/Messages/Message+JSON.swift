// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Message {
    /// The member of a dumped message that tells what the envelope said where the archive's own value stands.
    static let asSaidMember = "as_said"

    /// The member of a dumped message that names the members that stand in it but were not said.
    static let notSaidMember = "not_said"

    /// The member of a dumped message that tells what the check of its signature found.
    static let verdictMember = "verdict"

    /// The message as JSON, on one line, its members in the order of the dump's format.
    ///
    /// `msg` is exactly what was said, but for line breaks between its tokens, which become spaces.
    package var json: String {
        var writer = ObjectWriter()
        writer.add(self)
        return writer.finished
    }
}

extension Message: DumpedMessage {
    func restMembers() -> RestMembers { RestMembers(rest) }

    func believes(_: JSONText) -> Bool { timestampWasSaid }

    func writeValue(of member: DumpedMember, to writer: inout ObjectWriter) {
        switch member {
        case .i: writer.spell(String(i))
        case .msgID: writer.quote(msgID)
        case .topic: writer.quote(topic)
        case .category: writer.quote(category)
        case .timestamp: writer.spell(timestamp.epochSeconds)
        case .username: writer.write(username)
        case .crypto: writer.write(crypto)
        case .certificate: writer.write(certificate)
        case .signature: writer.write(signature)
        case .msg: writer.spell(msg)
        case .headers: writer.spell(headers ?? "null")
        case .users: writer.write(users)
        case .packages: writer.write(packages)
        case .sourceName: writer.quote(source.name)
        case .sourceVersion: writer.quote(source.version)
        }
    }

    func writeVerdict(to writer: inout ObjectWriter) {
        if let verdict { writer.add(Self.verdictMember, verdict) }
    }

    func writeNotSaid(to writer: inout ObjectWriter) {
        guard !notSaid.isEmpty else { return }
        writer.add(name: Self.notSaidMember)
        writer.write(notSaid)
    }
}

extension ObjectWriter {
    fileprivate mutating func write(_ text: String?) {
        if let text { quote(text) } else { spell("null") }
    }

    fileprivate mutating func write(_ texts: [String]) { spell(.array(texts.map { .string($0) })) }
}
