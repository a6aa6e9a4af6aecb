// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A template` {
    private func record(_ msg: String) throws -> Record {
        Record(
            position: 7, id: "id-7", name: "salt/key", time: Timestamp(microseconds: 1_500_000),
            fields: [Record.Field("i", .integer(3)), Record.Field("msg", .json(try JSONText(validating: msg)))])
    }

    private func values(_ placeholder: String, _ msg: String = "{}") throws -> [BoundValue]? {
        try SQLTemplate("SELECT \(placeholder)", for: .postgresql, hostname: "host.example").row(for: record(msg))?
            .values
    }

    @Test func `binds each placeholder, in quotes or not, and keeps its text`() throws {
        let template = try SQLTemplate(
            "INSERT INTO t (a, \"b\", c) VALUES ({id}, '{i}', '%{tag}{{}}''s') /* {{ */ ON CONFLICT DO NOTHING; ",
            for: .postgresql, hostname: "h")
        #expect(
            template.statements
                == ["INSERT INTO t (a, \"b\", c) VALUES ($1, $2, $3) /* { */ ON CONFLICT DO NOTHING"])
        #expect(
            try template.row(for: record("{}"))?.values == [.text("id-7"), .text("3"), .text("%salt/key{}'s")])
    }

    @Test(arguments: [
        ("{position}", "{}", BoundValue.integer(7)),
        ("{timestamp}", "{}", .timestamp(Timestamp(microseconds: 1_500_000))),
        ("{timestamp|epoch}", "{}", .number("1.500000")), ("{hostname}", "{}", .text("host.example")),
        ("{msg.x}", #"{"x":"\ud83d\ude00\u0000"}"#, .text("\u{1f600}\u{0}")),
        ("{msg.x}", #"{"x":1.50}"#, .number("1.50")),
        ("{msg.x}", #"{"x":12345678901234567890}"#, .number("12345678901234567890")),
        ("{msg.x}", #"{"x":null}"#, .null),
        ("{msg.x}", #"{"x":[1, {}]}"#, .text("[1, {}]")), ("{msg.x|json}", #"{"x":"a"}"#, .text("\"a\"")),
        ("{msg.x|json}", #"{"x":null}"#, .text("null")), ("{msg.x|text}", #"{"x":true}"#, .text("true")),
        ("{msg.x|base64}", #"{"x":"\u00e9"}"#, .text("w6k=")),
        (
            "{msg.x|base64json}", #"{"x":{"a":"\u00e9","b":[1,2.50]}}"#,
            .text("eyJhIjogIlx1MDBlOSIsICJiIjogWzEsIDIuNV19")
        ),
        ("{msg.x|integer}", #"{"x":"12"}"#, .integer(12)), ("{msg.x|integer}", #"{"x":1.0}"#, .integer(1)),
        ("{msg.x|real}", #"{"x":"1.5"}"#, .number("1.5")),
        ("{msg.x|python}", #"{"x":[null,"a"]}"#, .text("[None, 'a']")),
        ("{msg.x?}", "{}", .null), ("{msg.x|json?}", "{}", .null), ("{msg.\"a|b}\"|text}", #"{"a|b}":1}"#, .text("1")),
        ("'{msg.x}'", #"{"x":null}"#, .null), ("'{msg.x}'", #"{"x":false}"#, .text("false")),
        ("'-{msg.x?}'", "{}", .text("-")),
        ("{msg.x}", #"{"x":"\ud800"}"#, .text("\u{fffd}")),
    ])
    func `makes of a value what it says`(placeholder: String, msg: String, value: BoundValue) throws {
        #expect(try values(placeholder, msg) == [value])
    }

    @Test(arguments: [
        ("{msg.x}", "{}", "msg.x is missing"), ("{msg.x|integer}", #"{"x":"secret"}"#, "msg.x is no whole number"),
        ("{msg.x|integer}", #"{"x":1.5}"#, "msg.x is no whole number"),
        ("{msg.x|real}", #"{"x":[]}"#, "msg.x is no number"),
        ("{msg.x|epoch}", #"{"x":"now"}"#, "msg.x is neither a moment nor a number"),
    ])
    func `refuses a record by the name of the field, not by what it holds`(text: String, msg: String, reason: String) {
        #expect(throws: TemplateRefusal(reason)) { try values(text, msg) }
    }

    @Test(arguments: [
        ("", 0), ("SELECT {", 7), ("SELECT }", 7), ("SELECT {}", 7), ("SELECT {a|b}", 7), ("SELECT {a..b}", 7),
        ("SELECT 'x", 7),
        ("SELECT $1", 7), ("SELECT 1 /* {a} */", 15), ("SELECT '\\'{a}'", 13), (" ;", 2),
    ])
    func `that is malformed is refused with the place`(text: String, offset: Int) {
        let error = #expect(throws: TemplateError.self) { try SQLTemplate(text, for: .postgresql, hostname: "h") }
        #expect(error?.offset == offset, "\(String(describing: error))")
    }

    @Test func `cut at any byte is read or refused, nothing else`() throws {
        let text = "INSERT INTO `t` VALUES ('{{{a|json?}''', \"{b.\"c}\"[0]}\", {1!r:>3}) -- x{{\n/* y */;"
        for end in 0...text.utf8.count {
            let part = String(decoding: text.utf8.prefix(end), as: UTF8.self)
            for spelling in [SQLSpelling.postgresql, .sqlite, .mariadb] {
                _ = try? SQLTemplate(part, for: spelling, hostname: "h")
                _ = try? SQLTemplate(
                    PositionalTemplate(template: part, fields: ["a"], table: "t"), for: spelling, hostname: "h")
            }
        }
    }
}
