// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SQL

@Suite struct `A cache of prepared statements` {
    @Test func `forgets the one that was not used for longest`() {
        var cache = StatementCache<String, Int>(capacity: 2)
        #expect(cache.insert(1, for: "a") == nil)
        #expect(cache.insert(2, for: "b") == nil)
        #expect(cache.find("a") == 1)
        #expect(cache.insert(3, for: "c") == 2)
        #expect(["a", "b", "c"].map { cache.find($0) } == [1, nil, 3])
        cache.remove("a")
        #expect(cache.insert(4, for: "d") == nil)
        #expect(["a", "c", "d"].map { cache.find($0) } == [nil, 3, 4])
    }
}

@Suite struct `A database error` {
    @Test(arguments: [
        ("08000", DatabaseError.Code.unreachable, true), ("08006", .unreachable, true), ("57P01", .unreachable, true),
        ("57P03", .unreachable, true), ("28P01", .refusedLogin, false), ("42501", .refusedLogin, false),
        ("3D000", .missing, false), ("40001", .conflict, true), ("40P01", .conflict, true), ("53100", .full, true),
        ("53200", .full, true), ("53300", .busy, true), ("55P03", .busy, true), ("57014", .busy, true),
        ("25006", .readOnly, true), ("23505", .constraint, false), ("23503", .constraint, false),
        ("22P02", .invalidData, false), ("22021", .invalidData, false), ("54000", .invalidData, false),
        ("42P01", .noSuchTable, false), ("42601", .other, false), ("58030", .other, true), ("XX000", .other, false),
    ])
    func `of PostgreSQL has its code from SQLSTATE`(state: String, code: DatabaseError.Code, isRetryable: Bool) {
        let error = DatabaseError(sqlState: state, said: "said", "tried")
        #expect(error.code == code)
        #expect(error.isRetryable == isRetryable)
        #expect(error.description.hasPrefix("\(code): tried: said"))
        #expect(error.description.hasSuffix(" [\(state)]"))
    }

    @Test func `is one line, with its row`() {
        var error = DatabaseError(sqlState: "23505", said: "a\n\tb\n", "tried")
        error.row = 7
        #expect(error.description == "constraint: tried: a; b (row 7) [23505]")
    }
}
