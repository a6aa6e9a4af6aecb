// SPDX-License-Identifier: Apache-2.0

import JSONText

@testable import DatanommerModels

extension Message {
    /// A message with a body that tells its identity.
    ///
    /// - Parameter second: when it was said, in seconds after 2026-11-21T03:12:00Z.
    static func sample(
        _ msgID: String, at second: Int64 = 0, topic: String = "org.example.prod.git.receive", msg: String? = nil,
        users: [String] = [], packages: [String] = []
    ) -> Message {
        var message = Message(
            msgID: msgID, timestamp: .sample(second), topic: topic,
            msg: msg ?? JSONText.object([("id", .string(msgID))]).text)
        message.users = users
        message.packages = packages
        return message
    }

    /// The same message at a position.
    func at(position: Int64?) -> Message {
        var message = self
        message.position = position
        return message
    }

    /// The messages of the file of generated ones, in its order; some are there twice.
    static func generated() throws -> [Message] {
        let decoder = MessageDecoder { envelope, _ in
            let names = { (member: String) in envelope[member]?.elements().compactMap(\.string) ?? [] }
            return MessageNames(users: names("usernames"), packages: names("packages"))
        }
        return try VectorFile.lines("generated.jsonl").map { try decoder.decode($0.text) }
    }
}

extension Timestamp {
    /// So many seconds after 2026-11-21T03:12:00Z.
    static func sample(_ second: Int64) -> Timestamp {
        Timestamp(microseconds: 1_795_230_720_000_000 + second * 1_000_000)
    }
}
