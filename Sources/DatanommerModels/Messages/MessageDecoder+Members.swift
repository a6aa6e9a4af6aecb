// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// One step a member: what a column can hold goes there, another spelling stays in the rest.
extension MessageDecoder {
    /// A dump tells in `as_said` what the envelope said where the archive's own value stands in its place.
    func takeAsSaid(from members: inout EnvelopeMembers) {
        guard let said = members.take(Message.asSaidMember) else { return }
        for member in said.members() { members.keep(name: member.nameText, member.value) }
    }

    /// Which members the columns hold values for, though they were not said; a dump tells it.
    func notSaid(in members: inout EnvelopeMembers) -> [String] {
        if members.isDumped {
            let told = members.take(Message.notSaidMember)?.elements().compactMap(\.string) ?? []
            return Message.inventedMembers.filter { told.contains($0) }
        }
        return Message.inventedMembers.filter { name in
            !members.has(name) && (name != "source_version" || members.has("source_name"))
        }
    }

    func takeTimestamp(from members: inout EnvelopeMembers, into message: inout Message) {
        let value = members.takeValue("timestamp")
        let time = value.flatMap(Self.time)
        message.timestampWasSaid = time != nil
        if let time { message.timestamp = time }
        if let value, time?.epochSeconds != value.text { members.keep("timestamp", value) }
    }

    /// The time that a JSON value tells: a number of seconds, or ISO 8601.
    static func time(_ value: JSONText) -> Timestamp? {
        switch value.kind {
        case .number: Timestamp(epochSeconds: value.text)
        case .string: value.string.flatMap { Timestamp(iso8601: $0) }
        default: nil
        }
    }

    func takeCount(from members: inout EnvelopeMembers, into message: inout Message) {
        guard let value = members.takeValue("i") else { return }
        message.i = value.integer ?? 0
        if String(message.i) != value.text { members.keep("i", value) }
    }

    func takeTexts(from members: inout EnvelopeMembers, into message: inout Message) throws(UnstorableText) {
        message.username = try members.takeText("username")
        message.crypto = try members.takeText("crypto")
        message.certificate = try members.takeText("certificate")
        message.signature = try members.takeText("signature")
        if let headers = members.takeValue("headers") {
            if headers.saysNUL { throw UnstorableText(member: "headers") }
            message.headers = headers.text
        }
    }

    /// A source of our own name, and a version without a name, are told from what the archive adds by the rest.
    func takeSource(from members: inout EnvelopeMembers, into message: inout Message) throws(UnstorableText) {
        let name = try members.takeText("source_name")
        let version = try members.takeText("source_version")
        if let name { message.source = Source(name: name, version: version ?? "") }
        guard !members.isDumped, name == nil || name == Source.datanommer.name else { return }
        if let name { members.keep("source_name", .string(name)) }
        if let version { members.keep("source_version", .string(version)) }
    }

    /// What a check found long ago stands in a dump; an envelope that says so has said it itself.
    func takeVerdict(from members: inout EnvelopeMembers, into message: inout Message) throws(UnstorableText) {
        guard members.isDumped else { return }
        message.verdict = try members.takeText(Message.verdictMember)
    }

    func takeIdentity(from members: inout EnvelopeMembers, into message: inout Message, envelope: JSONText)
        throws(UnstorableText)
    {
        let said = try members.takeText("msg_id")
        if let said, !said.isEmpty {
            message.msgID = said
        } else if let header = envelope["headers"]?["message-id"], header.kind == .string, header.string != "" {
            message.msgID = try header.storableText(of: "headers.message-id")
        } else {
            // The time of receipt differs from one arrival to the next, the identity must not.
            let year = message.timestampWasSaid ? message.timestamp.year : nil
            message.msgID = MessageID.derived(fromCanonical: envelope.canonical(), year: year)
        }
        if said == "" { members.keep("msg_id", .string("")) }
        guard message.msgID.utf8.count <= MessageID.maximumBytes else {
            throw UnstorableText(member: "msg_id", problem: "is longer than \(MessageID.maximumBytes) bytes")
        }
    }

    func takeNames(
        from members: inout EnvelopeMembers, into message: inout Message, envelope: JSONText, origin: Origin
    ) throws(UnstorableText) {
        let stated = origin == .dump
        let users = stated ? members.takeNames("users") : nil
        let packages = stated ? members.takeNames("packages") : nil
        if stated, envelope["category"]?.kind == .string, let category = try members.takeText("category") {
            message.category = category
        }
        if users == nil || packages == nil {
            let found = names(members.members, message.topic)
            if found.isUnstorable { throw UnstorableText(member: "a user or package") }
            message.users = users ?? found.users
            message.packages = packages ?? found.packages
        } else {
            message.users = users ?? []
            message.packages = packages ?? []
        }
    }
}

extension EnvelopeMembers {
    /// Takes a list of names out, pruned; nil, with nothing taken, when there is none.
    fileprivate mutating func takeNames(_ name: String) -> [String]? {
        guard let value = take(name) else { return nil }
        guard value.kind == .array else {
            keep(name, value)
            return nil
        }
        let names = value.elements().compactMap { element -> String? in
            guard element.kind == .string, !element.hasNULOrLoneSurrogate else { return nil }
            return element.string
        }
        return names.filter { !$0.isEmpty }.exactlyUnique
    }
}
