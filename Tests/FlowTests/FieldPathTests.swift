// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A path to a field` {
    private let record: Record

    init() throws {
        let msg = try JSONText(validating: #"{"a":{"b.c":[1,{"x":"y"}],"q\"":null},"data":{"fun":"f"}}"#)
        record = Record(
            position: 7, id: "id-7", name: "salt/key", time: Timestamp(microseconds: 1_500_000),
            fields: [
                Record.Field("topic", .text("salt/key")), Record.Field("i", .integer(3)),
                Record.Field("msg", .json(msg)),
            ])
    }

    @Test(arguments: [
        ("topic", FieldValue.text("salt/key")), ("i", .integer(3)), ("position", .integer(7)), ("id", .text("id-7")),
        ("tag", .text("salt/key")), ("name", .text("salt/key")),
        ("timestamp", .timestamp(Timestamp(microseconds: 1_500_000))),
        ("msg.a.\"b.c\"[0]", .json(.integer(1))), ("msg.a.\"b.c\"[1].x", .json(.string("y"))),
        ("msg.a.\"q\\\"\"", .json(.null)), ("data.data.fun", .json(.string("f"))),
        ("\"msg\".data.fun", .json(.string("f"))),
    ])
    func `leads to what is there`(path: String, value: FieldValue) throws {
        #expect(record[try FieldPath(path)] == value)
    }

    @Test(arguments: [
        "nothing", "topic.x", "i[0]", "msg[0]", "msg.a.b", "msg.a.\"b.c\"[2]", "msg.a.\"b.c\".x", "data.fun.x",
    ])
    func `leads nowhere without an error`(path: String) throws {
        #expect(record[try FieldPath(path)] == nil)
    }

    @Test(arguments: [
        ("", 0), (".a", 0), ("a.", 2), ("a..b", 2), ("a[", 1), ("a[]", 1), ("a[x]", 1), ("a[-1]", 1), ("a[1", 1),
        ("a]", 1),
        ("a[99999999999999999999]", 1), ("\"a", 0), ("\"a\\", 0), ("a[0]b", 4), ("a{b", 1),
    ])
    func `that is none is refused with the place`(path: String, offset: Int) {
        let error = #expect(throws: SelectionError.self) { try FieldPath(path) }
        #expect(error?.offset == offset)
        #expect(error?.code == .path)
    }

    @Test func `is the same however it is written`() throws {
        #expect(try FieldPath("msg.a") == FieldPath("\"msg\".\"a\""))
    }
}
