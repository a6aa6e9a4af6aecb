// SPDX-License-Identifier: Apache-2.0

internal import Bus
internal import JSONText

/// A page of a backlog as datagrepper tells it: `{"pages": n, "raw_messages": [...]}`; pure.
struct BacklogPage: Hashable, Sendable {
    /// How many pages there are in all, as the server says.
    let pages: Int64
    /// The messages as the server spells them.
    let messages: JSONText
    /// How many messages there are.
    let count: Int

    /// Nil when the bytes are no page.
    init?(_ body: [UInt8]) {
        guard let value = try? JSONText(validating: body), let pages = value["pages"]?.integer, pages >= 0,
            let messages = value["raw_messages"], messages.kind == .array
        else { return nil }
        self.pages = pages
        self.messages = messages
        count = messages.elements().count
    }

    /// The messages as their publishers said them, those with a topic that is wanted.
    func envelopes(_ wanted: TopicPrefixes, receivedAt: Int64) -> [Envelope] {
        messages.elements().compactMap { message in
            guard let topic = message["topic"]?.string, wanted.take(topic.utf8) else { return nil }
            return Envelope(topic: Array(topic.utf8), body: Self.asSaid(message), receivedAt: receivedAt)
        }
    }

    /// A message without what the archive it comes from added, so that its signature holds: where it names the program
    /// that stored it, that and empty headers are left out, and the time is whole seconds again.
    static func asSaid(_ message: JSONText) -> [UInt8] {
        guard message["source_name"] != nil, message["source_version"] != nil else { return Array(message.bytes) }
        var body: [UInt8] = []
        for member in message.members() {
            var value = member.value
            switch member.name {
            case "source_name", "source_version": continue
            case "headers" where value.isFalsy: continue
            case "timestamp": value = value.wholeSeconds
            default: break
            }
            body.append(UInt8(ascii: body.isEmpty ? "{" : ","))
            body += member.rawName
            body.append(UInt8(ascii: ":"))
            body += value.bytes
        }
        return body.isEmpty ? Array("{}".utf8) : body + [UInt8(ascii: "}")]
    }
}

extension JSONText {
    /// Whether Python takes it for false.
    fileprivate var isFalsy: Bool {
        switch kind {
        case .null, .false: true
        case .object: members().isEmpty
        case .array: elements().isEmpty
        case .string: string == ""
        case .number: double == 0
        case .true: false
        }
    }

    /// A number without its fraction; anything else as it is.
    fileprivate var wholeSeconds: JSONText {
        guard integer == nil, let seconds = double, let whole = Int64(exactly: seconds.rounded(.towardZero)) else {
            return self
        }
        return .integer(whole)
    }
}
