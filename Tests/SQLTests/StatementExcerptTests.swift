// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import SQL

@Suite struct `What an error tells of a statement` {
    @Test func `is its beginning on one line`() {
        #expect(DatabaseError.excerpt("  SELECT\n\t1,  'é'\r\n") == "SELECT 1, 'é'")
        #expect(DatabaseError.excerpt("") == "")
        #expect(DatabaseError.excerpt(" \n ") == "")
        #expect(DatabaseError.excerpt(String(repeating: "a", count: 100)) == String(repeating: "a", count: 100))
        #expect(DatabaseError.excerpt(String(repeating: "a", count: 101)) == String(repeating: "a", count: 100) + "…")
        #expect(DatabaseError.excerpt(String(repeating: "ﬁ", count: 500)) == String(repeating: "ﬁ", count: 100) + "…")
        // What begins behind white space without end is not looked for.
        #expect(DatabaseError.excerpt(String(repeating: " ", count: 1_000) + "SELECT") == "")
    }
}
