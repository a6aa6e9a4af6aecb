// SPDX-License-Identifier: Apache-2.0

import Flow
import JSONText
import SQL

extension Record {
    /// A record as of a message, said so many seconds after the beginning of 2026.
    static func made(_ position: Int64, name: String = "salt/job/1/ret/m1", msg: String = #"{"n": 1}"#) -> Record {
        let time = Timestamp(microseconds: 1_767_225_600_000_000 + position * 1_000_000)
        return Record(
            position: position, id: "2026-\(position)", name: name, time: time,
            fields: [
                Field("position", .integer(position)), Field("msg_id", .text("2026-\(position)")),
                Field("topic", .text(name)), Field("timestamp", .timestamp(time)), Field("i", .integer(position)),
                Field("username", .null),
                Field("msg", (try? JSONText(validating: msg)).map { .json($0) } ?? .text(msg)),
            ])
    }
}
