// SPDX-License-Identifier: Apache-2.0

internal import JSONText

extension Message {
    /// The member of a dumped message that tells what the envelope said where the archive's own value stands.
    static let asSaidMember = "as_said"

    /// The member of a dumped message that names the members that stand in it but were not said.
    static let notSaidMember = "not_said"

    /// The member of a dumped message that tells what the check of its signature found.
    static let verdictMember = "verdict"

    /// Members in whose place a dump tells what the archive knows, whatever the envelope said.
    private static let archiveMembers: Set<String> = [
        "msg_id", "category", "users", "packages", "source_name", "source_version", asSaidMember, notSaidMember,
        verdictMember,
    ]

    /// Members that are null in a dump where nothing was said, and `i`, which then is 0.
    private static let emptyMembers: Set<String> = [
        "i", "username", "crypto", "certificate", "signature", "headers",
    ]

    /// The message as JSON, on one line, its members in the order of the dump's format.
    ///
    /// `msg` is exactly what was said, but for line breaks between its tokens, which become spaces.
    package var json: String {
        var writer = ObjectWriter()
        var said = RestMembers(rest)
        let hidden = said.takeAll(isHidden)
        writer.add("i", said.take("i") ?? .integer(i))
        writer.add("msg_id", msgID)
        writer.add("topic", topic)
        writer.add("category", category)
        writer.add("timestamp", spelled: said.take("timestamp")?.text ?? timestamp.epochSeconds)
        writer.add("username", said.take("username"), else: username)
        writer.add("crypto", said.take("crypto"), else: crypto)
        writer.add("certificate", said.take("certificate"), else: certificate)
        writer.add("signature", said.take("signature"), else: signature)
        writer.add("msg", spelled: msg)
        writer.add("headers", spelled: headers ?? "null")
        writer.add("users", .array(users.map { .string($0) }))
        writer.add("packages", .array(packages.map { .string($0) }))
        writer.add("source_name", source.name)
        writer.add("source_version", source.version)
        for member in said.members { writer.add(rawName: member.rawName, spelled: member.value.text) }
        if let verdict { writer.add(Self.verdictMember, verdict) }
        if !hidden.isEmpty { writer.add(Self.asSaidMember, .object(hidden)) }
        if !notSaid.isEmpty { writer.add(Self.notSaidMember, .array(notSaid.map { .string($0) })) }
        return writer.finished
    }

    /// Whether what was said stands in `as_said`, because the archive's own word stands in its place.
    private func isHidden(_ member: JSONText.Member) -> Bool {
        let name = member.name
        return Self.archiveMembers.contains(name) || name == "timestamp" && !timestampWasSaid
            || Self.emptyMembers.contains(name) && member.value.kind == .null
    }
}
