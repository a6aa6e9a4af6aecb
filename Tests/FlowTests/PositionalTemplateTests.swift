// SPDX-License-Identifier: Apache-2.0

import JSONText
import SQL
import Testing

@testable import Flow

@Suite struct `A template of Salt's event daemon` {
    private static let job = BoundValue.text("20260101000000000001")

    /// Where the original went wrong, what is right, and why.
    private static let better: [String: [BoundValue]] = [
        // The field could end the string and begin another statement.
        "id_quote_injection": [
            job, .text("x'); drop table returns; --"), .text("0"), .text("dHJ1ZQ=="), .text("True"),
        ],
        // Text that is not ASCII was dropped.
        "fmt_unicode_arg_in_str_template": [job, .text("m\u{fc}"), .text("0"), .text("dHJ1ZQ=="), .text("True")],
        // Names in an object came in the order of a hash; now as said.
        "new_args": [
            job, .text("root"), .text("cmd.run"),
            .text("WyJlY2hvICdoaSciLCB7Il9fa3dhcmdfXyI6IHRydWUsICJ0aW1lb3V0IjogNX1d"), .text("*"), .text("glob"),
        ],
    ]

    @Test func `makes the rows that its worker made, or better ones`() throws {
        var compared: Set<String> = []
        for original in try OriginalRow.all() {
            guard let template = original.template, original.description != "fmt_too_few_fields" else { continue }
            let made = try SQLTemplate(template, for: .mariadb, hostname: "thishost")
            if original.description == "ret_missing_field" {
                // It was dropped with a line in the log.
                #expect(throws: TemplateRefusal("data.retcode is missing")) { try made.row(for: original.record) }
            } else if original.statement == nil, Self.better[original.description] == nil {
                #expect(original.description == "ret_minions_skipped")
                #expect(try made.row(for: original.record) == nil)
            } else if let better = Self.better[original.description] {
                #expect(try made.row(for: original.record)?.values == better, "\(original)")
            } else {
                let row = try #require(try made.row(for: original.record))
                #expect(Self.rendered(row, of: made) == original.statement.map(Self.bare), "\(original)")
            }
            compared.insert(original.description)
        }
        // All nineteen but the one of Elasticsearch and the one that is refused when it is read.
        #expect(compared.count == 17)
    }

    /// The statement with its values in it, without quotes, as the original's without its own.
    private static func rendered(_ row: SQLTemplate.Row, of template: SQLTemplate) -> String {
        let texts = template.statements[row.statement].split(separator: "?", omittingEmptySubsequences: false)
        return bare(texts[0] + zip(row.values, texts.dropFirst()).map { $0.text + $1 }.joined())
    }

    private static func bare(_ text: String) -> String {
        text.hasSuffix(";") ? bare(String(text.dropLast())) : text.filter { $0 != "'" }
    }

    @Test func `never has a value in its text`() throws {
        let template = PositionalTemplate(
            template: "insert into {0} (a, b) values ('{1}', \"x''{{{2}\") on duplicate key update a='{1}', t=now();",
            fields: ["a", "b"], table: "db.t1")
        let made = try SQLTemplate(template, for: .mariadb, hostname: "h")
        #expect(made.statements == ["insert into db.t1 (a, b) values (?, ?) on duplicate key update a=?, t=now()"])
        #expect(
            try made.row(for: record(#"{"a":"1'","b":[null]}"#))?.values
                == [.text("1'"), .text("x''{[None]"), .text("1'")])
        #expect(
            try SQLTemplate(template, for: .postgresql, hostname: "h").statements
                == ["insert into db.t1 (a, b) values ($1, $2) on duplicate key update a=$3, t=now()"])
    }

    @Test func `binds what stands in no quotes as what it is`() throws {
        let template = PositionalTemplate(
            template: "insert into {} values ({}, {}, {}, {})", fields: ["a", "b", "c", "d"], table: "t")
        let made = try SQLTemplate(template, for: .sqlite, hostname: "h")
        #expect(
            try made.row(for: record(#"{"a":null,"b":1,"c":1.50,"d":true}"#))?.values
                == [.null, .integer(1), .number("1.50"), .boolean(true)])
    }

    @Test(arguments: [
        ("{1:5}", "\"ab\"", "ab   "), ("{1:*^5}", "\"ab\"", "*ab**"), ("{1:.1}", "\"\u{e9}b\"", "\u{e9}"),
        ("{1!r:>6}", "\"a'\"", "  \"a'\""),
        ("{1:+d}", "5", "+5"), ("{1:05d}", "-5", "-0005"), ("{1:,}", "1234567", "1,234,567"), ("{1:#x}", "255", "0xff"),
        ("{1:08.3f}", "3.14159", "0003.142"), ("{1:.1%}", "0.5", "50.0%"), ("{1:e}", "1500.0", "1.500000e+03"),
        ("{1:>5}", "true", "    1"), ("{1:d}", "true", "1"), ("{1:>5}", "null", " None"), ("{1:g}", "1", "1"),
        ("{1[0][b]}", "[{\"b\":[1.0]}]", "[1.0]"),
        ("{1!r}", "[\"\\n\\u00e9\\u0000\",1e400,-0]", "['\\n\u{e9}\\x00', inf, 0]"),
        ("{1}", "{}", "{}"), ("{1}", "1e16", "1e+16"), ("{1}", "\"\"", ""),
        ("{1}", "100000000000000000000", "100000000000000000000"),
    ])
    func `formats as Python does`(placeholder: String, said: String, text: String) throws {
        let template = PositionalTemplate(template: "select '\(placeholder)'", fields: ["a"], table: "t")
        let made = try SQLTemplate(template, for: .sqlite, hostname: "h")
        #expect(try made.row(for: record("{\"a\":\(said)}"))?.values == [.text(text)])
    }

    @Test(arguments: [
        ("{1:d}", "\"5\""), ("{1:d}", "1.5"), ("{1:=5}", "\"a\""), ("{1[x]}", "\"a\""), ("{1[1]}", "[0]"),
    ])
    func `refuses a value that a format does not fit`(placeholder: String, said: String) throws {
        let template = PositionalTemplate(template: "select '\(placeholder)'", fields: ["a"], table: "t")
        let made = try SQLTemplate(template, for: .sqlite, hostname: "h")
        #expect(throws: TemplateRefusal.self) { try made.row(for: record("{\"a\":\(said)}")) }
    }

    @Test(arguments: [
        "select {2}", "select {name}", "select {1} {}", "select {1.x}", "select {1!x}", "select {1:{0}}",
        "select {1:99999999}",
        "select {1[}", "select {0:>5}", "select {1:q}", "select {-1}", "select {1", "select 1}", "select '{1}",
        "select `{1}`",
        "select 1 -- {1}", "", "select {99999999999999999999}", "select ? {1}", "select 'a\\n{1}'",
    ])
    func `that is malformed is refused when it is read`(text: String) {
        let template = PositionalTemplate(template: text, fields: ["a"], table: "t")
        #expect(throws: TemplateError.self) { try SQLTemplate(template, for: .mariadb, hostname: "h") }
    }

    @Test func `takes a name of a table and nothing else for one`() {
        let template = PositionalTemplate(template: "select 1 from {0}", fields: [], table: "t; drop table t")
        #expect(throws: TemplateError.self) { try SQLTemplate(template, for: .mariadb, hostname: "h") }
    }

    private func record(_ data: String) throws -> Record {
        Record(
            position: 1, id: "1", name: "t", time: Timestamp(microseconds: 0),
            fields: [Record.Field("msg", .json(try JSONText(validating: data)))])
    }
}
