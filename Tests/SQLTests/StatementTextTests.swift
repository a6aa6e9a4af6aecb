// SPDX-License-Identifier: Apache-2.0

import SQL
import Testing

@Suite struct `A statement's text` {
    @Test func `stays text, and what is interpolated becomes values in order`() {
        let name = "O'Hara"
        let statement: SQL = "SELECT * FROM users WHERE name = \(name) AND age > \(30) AND seen IS \(Bool?.none)"
        #expect(statement.text == "SELECT * FROM users WHERE name = $1 AND age > $2 AND seen IS $3")
        #expect(statement.values == [.text("O'Hara"), .integer(30), .null])
    }

    @Test func `takes a text literal inside an interpolation for a value, not for a fragment`() {
        let statement: SQL = "SELECT \("1; DROP TABLE users")"
        #expect(statement.text == "SELECT $1")
        #expect(statement.values == [.text("1; DROP TABLE users")])
    }

    @Test func `nests fragments and renumbers their values`() {
        let inner: SQL = "b = \(2) OR c = \(3)"
        let outer: SQL = "a = \(1) AND (\(inner)) AND d = \(4)"
        #expect(outer.text == "a = $1 AND (b = $2 OR c = $3) AND d = $4")
        #expect(outer.values == [.integer(1), .integer(2), .integer(3), .integer(4)])
    }

    @Test func `numbers the same value again each time it appears`() {
        let statement: SQL = "\(7) \(7)"
        #expect(statement.text == "$1 $2")
        #expect(statement.values == [.integer(7), .integer(7)])
    }

    @Test func `is joined with a separator, from no, one and three fragments`() {
        let fragments: [SQL] = ["a = \(1)", "", "c = \(3)"]
        #expect([SQL]().joined(separator: " AND ") == "")
        #expect(fragments.prefix(1).joined(separator: " AND ") == "a = \(1)")
        #expect(fragments.joined(separator: ", \(0), ").text == "a = $1, $2, , $3, c = $4")
    }

    @Test func `adds up`() {
        let sum = SQL(text: "SELECT ") + "\(1)" + SQL(text: " FROM ") + "t WHERE x = \("é")"
        #expect(sum.text == "SELECT $1 FROM t WHERE x = $2")
        #expect(sum.values == [.integer(1), .text("é")])
    }

    @Test func `is what a description shows, never the values`() {
        let statement: SQL = "SELECT \("secret")"
        #expect("\(statement)" == "SELECT $1")
    }

    @Test func `takes every kind of value`() {
        let statement: SQL = """
            \(true)\(Int64.min)\(0.5)\([UInt8]([0, 255]))\(Timestamp(microseconds: -1))\(["a", "b"])\([Int64](1...2))\
            \(String?.some("x"))\(SQLValue.null)
            """
        #expect(
            statement.values == [
                .boolean(true), .integer(.min), .real(0.5), .bytes([0, 255]), .timestamp(Timestamp(microseconds: -1)),
                .texts(["a", "b"]), .integers([1, 2]), .text("x"), .null,
            ])
    }

    @Test func `asks for one of many with one value`() {
        let many = SQL.isAmong("m.id", ["a", "b", "c"], .postgresql)
        #expect(many.text == "m.id = ANY($1)")
        #expect(many.values == [.texts(["a", "b", "c"])])
        #expect(SQL.isAmong("id", [Int64](), .sqlite).text == "id IN (SELECT value FROM json_each($1))")
    }
}
