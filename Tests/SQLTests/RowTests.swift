// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A row` {
    private let row = Row(values: [
        .text("x"), .integer(2), .null, .text("[1, 2]"), .text("[\"\\u00e9\\ud83d\\ude00\"]"),
    ])

    @Test func `names the column that is not what was expected`() {
        #expect(throws: DatabaseError(.invalidData, "column 0 holds text where an integer was expected")) {
            try row.integer(0)
        }
        #expect(throws: DatabaseError(.invalidData, "column 1 holds integer where a boolean was expected")) {
            try row.boolean(1)
        }
        #expect(throws: DatabaseError(.invalidData, "column 2 holds null where bytes was expected")) {
            try row.bytes(2)
        }
        #expect(throws: DatabaseError(.invalidData, "column 5 was asked for, but the row has 5 columns")) {
            try row.text(5)
        }
        #expect(throws: DatabaseError(.invalidData, "column -1 was asked for, but the row has 5 columns")) {
            try row.optionalText(-1)
        }
    }

    @Test func `reads a JSON array where the engine has no arrays`() throws {
        #expect(try row.integers(3) == [1, 2])
        #expect(try row.texts(4) == ["é😀"])
        #expect(throws: DatabaseError.self) { try row.texts(3) }
    }

    @Test(arguments: [
        "", "[", "[1", "[1,]", "[,1]", "[1 2]", "[1]x", "{}", "1", "[9223372036854775808]", "[1.0]", "[1e1]", "[null]",
        "[\"a\"]", "[[1]]", "[--1]",
    ])
    func `refuses what is no JSON array of integers`(json: String) {
        #expect(throws: DatabaseError.self) { try Row(values: [.text(json)]).integers(0) }
    }

    @Test(arguments: [
        "[\"a]", "[\"\\\"]", "[\"\\x\"]", "[\"\\u12\"]", "[\"\\ud800\"]", "[\"\\udc00\"]", "[\"\\ud800\\u0041\"]",
        "[\"\n\"]", "[a]", "[1]", "[null]",
    ])
    func `refuses what is no JSON array of texts`(json: String) {
        #expect(throws: DatabaseError.self) { try Row(values: [.text(json)]).texts(0) }
    }

    @Test func `reads the escapes of JSON and its white space`() throws {
        let json = Row(values: [.text(" [ \"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0000\" , \"\" ]\n")])
        #expect(try json.texts(0) == ["\"\\/\u{8}\u{C}\n\r\t\0", ""])
    }

    @Test func `of PostgreSQL reads every type that is read, and names the one that is not`() async throws {
        try await withDatabase(.postgresql) { database in
            let rows = try await database.withConnection { connection in
                try connection.execute(
                    """
                    SELECT 1::smallint, 2::integer, 3::bigint, 4::oid, 1.5::real, 'a'::name, 'b'::varchar(9), 'c'::char(2),
                    '{"d": 1}'::json, '{"d": 1}'::jsonb, 'e', '<f/>'::xml, '00112233-4455-6677-8899-aabbccddeeff'::uuid,
                    '1970-01-01 00:00:01'::timestamp, '1970-01-01 05:45+05:45'::timestamptz, '{}'::varchar[], '{1}'::int[],
                    'g'::"char", pg_notify('a', 'b')
                    """)
            }
            #expect(
                rows == [
                    Row(values: [
                        .integer(1), .integer(2), .integer(3), .integer(4), .real(1.5), .text("a"), .text("b"),
                        .text("c "),
                        .text("{\"d\": 1}"), .text("{\"d\": 1}"), .text("e"), .text("<f/>"),
                        .text("00112233-4455-6677-8899-aabbccddeeff"), .timestamp(Timestamp(microseconds: 1_000_000)),
                        .timestamp(Timestamp(microseconds: 0)), .texts([]), .integers([1]), .text("g"), .null,
                    ])
                ])
            for odd in [SQL(text: "1.5::numeric"), "'1 day'::interval", "'infinity'::timestamptz", "'{{1}}'::int[]"] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.execute("SELECT 1, \(odd)") }
                }
                #expect(error?.code == .invalidData)
                #expect(error?.message.hasPrefix("column 1 ") == true)
            }
        }
    }
}
