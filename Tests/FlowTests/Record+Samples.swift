// SPDX-License-Identifier: Apache-2.0

import SQL

@testable import Flow

extension Record {
    /// A record at a position, with a text of so many bytes.
    static func sample(_ position: Int64, bytes: Int = 10) -> Record {
        Record(
            position: position, id: "id-\(position)", name: "org.example.a", time: Timestamp(microseconds: position),
            fields: [Field("msg", .text(String(repeating: "x", count: bytes)))])
    }
}

extension [Record] {
    /// Records at some positions.
    static func samples(_ positions: ClosedRange<Int64>) -> [Record] { positions.map { .sample($0) } }
}
