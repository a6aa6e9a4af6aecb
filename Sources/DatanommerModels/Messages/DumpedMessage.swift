// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// The members that every dumped message has, in the order of the format.
enum DumpedMember: String, CaseIterable {
    case i
    case msgID = "msg_id"
    case topic, category, timestamp, username, crypto, certificate, signature, msg, headers, users, packages
    case sourceName = "source_name"
    case sourceVersion = "source_version"

    /// Whether a member of the rest stands in its place: the same value, or one of an odd type, as it was said.
    var mayStandInRest: Bool {
        switch self {
        case .i, .timestamp, .username, .crypto, .certificate, .signature: true
        default: false
        }
    }
}

/// What a line of a dump is made from: a message, or a row of the table that is not worth making one of.
protocol DumpedMessage {
    associatedtype Failure: Error

    /// The rest of the envelope, most often nothing.
    func restMembers() throws(Failure) -> RestMembers

    /// Whether the spelling of a time in the rest is the publisher's own word, not what the archive did not believe.
    func believes(_ spelling: JSONText) throws(Failure) -> Bool

    /// Writes the value that the archive has of a member.
    func writeValue(of member: DumpedMember, to writer: inout ObjectWriter) throws(Failure)

    /// Writes what the check of its signature found, if anything, as a member.
    func writeVerdict(to writer: inout ObjectWriter) throws(Failure)

    /// Writes which members were not said, if any, as a member.
    func writeNotSaid(to writer: inout ObjectWriter) throws(Failure)
}

extension ObjectWriter {
    /// Writes a message as a dump tells it.
    ///
    /// `msg` is exactly what was said, but for line breaks between its tokens, which become spaces.
    mutating func add<Dumped: DumpedMessage>(_ message: Dumped) throws(Dumped.Failure) {
        var said = try message.restMembers()
        let hidden = try said.takeHidden { spelling throws(Dumped.Failure) in try message.believes(spelling) }
        for member in DumpedMember.allCases {
            add(name: member.rawValue)
            if member.mayStandInRest, let value = said.take(member.rawValue) {
                spell(value)
            } else {
                try message.writeValue(of: member, to: &self)
            }
        }
        for member in said.members { add(member) }
        try message.writeVerdict(to: &self)
        if !hidden.isEmpty { add(Message.asSaidMember, .object(hidden.map { ($0.name, $0.value) })) }
        try message.writeNotSaid(to: &self)
    }
}
