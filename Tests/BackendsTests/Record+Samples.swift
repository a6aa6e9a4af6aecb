// SPDX-License-Identifier: Apache-2.0

import Flow
import JSONText
import SQL

extension Record {
    /// A record at a position.
    static func sample(_ position: Int64, msg: String = "{}", topic: String = "org.example.a") -> Record {
        let time = Timestamp(microseconds: 1_795_230_720_000_000 + position * 1_000_000)
        return Record(
            position: position, id: "id-\(position)", name: topic, time: time,
            fields: [
                Field("position", .integer(position)), Field("msg_id", .text("id-\(position)")),
                Field("topic", .text(topic)), Field("timestamp", .timestamp(time)),
                Field("msg", (try? JSONText(validating: msg)).map { .json($0) } ?? .text(msg)),
                Field("username", .null),
            ])
    }
}
