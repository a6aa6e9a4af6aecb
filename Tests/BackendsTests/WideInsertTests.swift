// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Backends

@Suite struct `A wide INSERT` {
    @Test func `has the parameters of many rows, each once and in order`() throws {
        let wide = try #require(WideInsert("INSERT INTO t (a, b) VALUES ($1, $2)", parameters: 2))
        let rows = (0..<64).map { "($\(2 * $0 + 1), $\(2 * $0 + 2))" }
        #expect(wide.rows == 64)
        #expect(wide.text == "INSERT INTO t (a, b) VALUES " + rows.joined(separator: ", "))
    }

    @Test(arguments: [
        ("insert into s.\"T\"(a)\n values($1::jsonb) on conflict do nothing", "($1::jsonb), ($2::jsonb), "),
        ("INSERT INTO t VALUES ($1 :: double precision)", "($1 :: double precision), ($2 :: double precision), "),
        ("INSERT INTO t (a) VALUES ($1) ON CONFLICT (lower, a) DO NOTHING", "($1), ($2), "),
    ])
    func `keeps names, casts, and stepping over what is there`(statement: String, rows: String) throws {
        let wide = try #require(WideInsert(statement, parameters: 1))
        let (head, tail) = (statement.prefix { $0 != "$" }.dropLast(), statement.split(separator: ")").last)
        #expect(wide.text.hasPrefix(head + rows))
        if statement.lowercased().hasSuffix("nothing") { #expect(wide.text.hasSuffix(")\(tail ?? "")")) }
    }

    @Test func `has no more than a thousand parameters, and is none of a row with half of them`() {
        #expect(WideInsert(Self.statement(of: 100), parameters: 100)?.rows == 10)
        #expect(WideInsert(Self.statement(of: 512), parameters: 512)?.rows == 2)
        #expect(WideInsert(Self.statement(of: 513), parameters: 513) == nil)
    }

    @Test(arguments: [
        "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = excluded.b",
        "INSERT INTO t (a, b) VALUES ($1, $2) ON CONFLICT (a) DO UPDATE SET b = 1 -- ON CONFLICT DO NOTHING",
        "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING a",
        "INSERT INTO t (a, b, c) VALUES ($1, $2, (SELECT max(c) FROM t))",
        "INSERT INTO t (a, b, c) VALUES ($1, $2, now())",
        "INSERT INTO t (a, b, c) VALUES ($1, $2, 'text')",
        "INSERT INTO t (a, b) VALUES ($1, $2 || $2)",
        "INSERT INTO t (a, b) VALUES ($2, $1)",
        "INSERT INTO t (a, b) VALUES ($1, $2), ($1, $2)",
        "INSERT INTO t (a, b) SELECT $1, $2",
        "INSERT INTO t (a, b) SELECT a, b FROM (VALUES ($1, $2)) AS v (a, b)",
        "INSERT INTO t (a, b) /* ( */ VALUES ($1, $2)",
        "INSERT INTO \"a VALUES (b\" VALUES ($1, $2)",
        "WITH v AS (DELETE FROM t) INSERT INTO t (a, b) VALUES ($1, $2)",
        "UPDATE t SET a = $1 WHERE b = $2",
    ])
    func `is none of what means something else for many rows, or may`(statement: String) {
        #expect(WideInsert(statement, parameters: 2) == nil)
    }

    @Test func `is none of a row that is the same for each record`() {
        #expect(WideInsert("INSERT INTO t DEFAULT VALUES", parameters: 0) == nil)
        #expect(WideInsert("INSERT INTO t VALUES ()", parameters: 0) == nil)
    }

    private static func statement(of parameters: Int) -> String {
        "INSERT INTO t VALUES (\((1...parameters).map { "$\($0)" }.joined(separator: ", ")))"
    }
}
