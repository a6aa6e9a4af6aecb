// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import JSONText

extension MessageDecoder {
    /// When the messages of these tests are received: 2026-11-21T03:12:00.5Z.
    static let receipt = Timestamp(microseconds: 1_795_230_720_500_000)

    /// Takes for users and packages what the body tells under these names.
    static let sample = MessageDecoder { envelope, _ in
        let body = envelope["msg"]
        let names = { (member: String) in body?[member]?.elements().compactMap(\.string) ?? [] }
        return MessageNames(
            users: names("who"), packages: names("what"), isUnstorable: body?["who"]?.hasNULOrLoneSurrogate ?? false)
    }

    /// The message that a body under the frame `org.example.prod.git.receive` is.
    func decode(_ body: String, topic: String = "org.example.prod.git.receive", origin: Origin = .bus)
        throws(SetAside) -> Message
    {
        try message(topic: Array(topic.utf8), body: Array(body.utf8), receivedAt: Self.receipt, origin: origin)
    }

    /// What a body under the frame `org.example.prod.git.receive` is set aside as; nil when it is a message.
    func refusal(_ body: [UInt8], topic: [UInt8] = Array("org.example.prod.git.receive".utf8)) -> SetAside? {
        do {
            _ = try message(topic: topic, body: body, receivedAt: Self.receipt)
            return nil
        } catch {
            return error
        }
    }
}
