// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import Salt

extension MessageDecoder {
    /// The message that an event of Salt is: the tag is its topic, the payload its body, as `SaltBody` writes it.
    ///
    /// Its identity is made of tag and payload, so that the same event is one message in whichever framing it comes and
    /// however its members are ordered. Its time is `_stamp`; without one, or with one that makes no sense, that of the
    /// receipt. Nothing is signed on this bus, and so nothing checked: who may speak is said by the socket's permissions.
    /// The rules for names are about fedmsg's topics and not asked.
    ///
    /// - Throws: `SetAside` with ``SetAside/Reason/saltEvent``.
    package func message(saltTag tag: [UInt8], payload: [UInt8], receivedAt: Timestamp) throws(SetAside) -> Message {
        func aside(_ detail: String) -> SetAside {
            SetAside(.saltEvent, detail: detail, topic: tag, body: payload, receivedAt: receivedAt)
        }
        guard payload.count <= maximumBytes else {
            throw aside("\(payload.count) bytes, \(maximumBytes) are allowed")
        }
        guard let topic = String(validating: tag, as: UTF8.self), !tag.contains(0) else {
            throw aside("the tag is not UTF-8, or holds a NUL")
        }
        let body: SaltBody
        do {
            body = try SaltBody(payload)
        } catch {
            throw aside("the payload \(error)")
        }
        guard body.user.map({ !$0.utf8.contains(0) }) ?? true else { throw aside("the user holds a NUL") }
        return message(topic, body, receivedAt)
    }

    private func message(_ topic: String, _ body: SaltBody, _ receivedAt: Timestamp) -> Message {
        let stamp = body.stamp.flatMap { SaltStamp($0) }
        var message = Message(
            msgID: MessageID.derived(fromSaltTag: topic, orderedBody: body.ordered, year: stamp?.year),
            timestamp: stamp?.time ?? receivedAt, topic: topic, category: Category.name(ofSaltTag: topic),
            msg: body.json.text)
        message.timestampWasSaid = stamp != nil
        message.notSaid = stamp == nil ? ["i", "timestamp"] : ["i"]
        message.users = Self.users(body.user)
        message.isKnownJSON.value = true
        return message
    }

    /// Who did it, as Salt spells it. Who became root by sudo is `sudo_<name>` there, and found under both names.
    private static func users(_ user: String?) -> [String] {
        guard let user, !user.isEmpty else { return [] }
        let person = user.utf8.starts(with: "sudo_".utf8) ? String(user.dropFirst(5)) : ""
        return (person.isEmpty ? [user] : [person, user]).exactlyUnique
    }
}
