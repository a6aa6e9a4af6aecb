// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `A value` {
    static let oddTexts = ["", " ", "é€😀\u{FEFF}", "e\u{301}", "'\"\\$1{},NULL\n\r\t\u{1}\u{7F}", "\u{FFFF}\u{10FFFF}"]

    /// The row that comes back when the values are stored in columns of their types and read again.
    private func stored(_ engine: Engine, _ type: String, _ values: [SQLValue]) async throws -> [Row] {
        try await withDatabase(engine) { database in
            try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE odd (place integer, value \(type))")
                for (place, value) in values.enumerated() {
                    try connection.execute("INSERT INTO odd VALUES (\(place), \(value))")
                }
                return try connection.execute("SELECT value FROM odd ORDER BY place")
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of text comes back as it was, empty and odd ones too`(engine: Engine) async throws {
        let rows = try await stored(engine, "text", Self.oddTexts.map(SQLValue.text))
        // Compared by their bytes: to Swift é and e + accent are the same text.
        #expect(try rows.map { try Array($0.text(0).utf8) } == Self.oddTexts.map { Array($0.utf8) })
    }

    @Test(arguments: Engine.allCases)
    func `that is spelled is read as what the column is`(engine: Engine) async throws {
        let texts = try await stored(engine, "text", Self.oddTexts.map(SQLValue.spelled))
        #expect(try texts.map { try Array($0.text(0).utf8) } == Self.oddTexts.map { Array($0.utf8) })
        let numbers = try await stored(engine, "bigint", [.spelled("7"), .spelled("-0")])
        #expect(try numbers.map { try $0.integer(0) } == [7, 0])
        let mixed = try await withDatabase(engine) { database in
            try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE mixed (a bigint, b text)")
                try connection.execute(
                    "INSERT INTO mixed VALUES ($1, $2)",
                    forEach: [[.null, .spelled("")], [.spelled("8"), .null], [.spelled("9"), .spelled("z")]])
                return try connection.execute("SELECT a, b FROM mixed ORDER BY a").map(\.values)
            }
        }
        #expect(Set(mixed) == [[.null, .text("")], [.integer(8), .null], [.integer(9), .text("z")]])
        await #expect(throws: DatabaseError.self) { try await stored(engine, "text", [.spelled("a\u{0}")]) }
    }

    @Test func `that is spelled and is not what the column is blames its row`() async throws {
        try await withDatabase(.postgresql) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { connection in
                    try connection.run(script: "CREATE TABLE numbers (a bigint)")
                    try connection.execute(
                        "INSERT INTO numbers VALUES ($1)", forEach: [[.spelled("1")], [.spelled("x")], [.spelled("3")]])
                }
            }
            #expect(error?.code == .invalidData)
            #expect(error?.row == 1)
            await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.insert([[.spelled("1")]], into: "numbers", ["a"]) }
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of bytes comes back as it was, none and all 256 too`(engine: Engine) async throws {
        let type = engine == .sqlite ? "blob" : "bytea"
        let all = [[], [0], Array(0...255)] as [[UInt8]]
        let rows = try await stored(engine, type, all.map(SQLValue.bytes))
        #expect(try rows.map { try $0.bytes(0) } == all)
    }

    @Test(arguments: Engine.allCases)
    func `that is a number comes back as it was, extremes too`(engine: Engine) async throws {
        let integers = [0, -1, Int64.min, Int64.max]
        let reals = [0, -0.5, 1e300, .leastNonzeroMagnitude, .infinity, -.infinity, 0.1]
        let integerRows = try await stored(engine, "bigint", integers.map(SQLValue.integer))
        let realRows = try await stored(engine, "double precision", reals.map(SQLValue.real))
        #expect(try integerRows.map { try $0.integer(0) } == integers)
        #expect(try realRows.map { try $0.real(0) } == reals)
    }

    @Test(arguments: Engine.allCases)
    func `that is a moment comes back as it was, whatever the server's time zone`(engine: Engine) async throws {
        let type = engine == .sqlite ? "integer" : "timestamptz"
        let moments = [0, -1, 1_709_251_199_999_999, -62_135_596_800_000_001, 253_402_300_800_000_000]
            .map(Timestamp.init(microseconds:))
        let rows = try await stored(engine, type, moments.map(SQLValue.timestamp))
        #expect(try rows.map { try $0.timestamp(0) } == moments)
    }

    @Test(arguments: Engine.allCases)
    func `that is true or false comes back as it was`(engine: Engine) async throws {
        let rows = try await stored(engine, "boolean", [.boolean(true), .boolean(false)])
        #expect(try rows.map { try $0.boolean(0) } == [true, false])
    }

    @Test(arguments: Engine.allCases)
    func `of several comes back as it was, with quotes, backslashes, nothing and unicode`(engine: Engine) async throws {
        let texts = [[], [""], Self.oddTexts, ["a,b", "{}", "NULL", "\\\"", "😀"]]
        let numbers = [[], [0], [Int64.min, -1, Int64.max]]
        let textRows = try await stored(engine, engine == .sqlite ? "text" : "text[]", texts.map(SQLValue.texts))
        let numberRows = try await stored(
            engine, engine == .sqlite ? "text" : "bigint[]", numbers.map(SQLValue.integers))
        #expect(try textRows.map { try $0.texts(0) } == texts)
        #expect(try numberRows.map { try $0.integers(0) } == numbers)
    }

    @Test(arguments: Engine.allCases)
    func `that is null comes back as null of any type`(engine: Engine) async throws {
        let row = try #require(try await stored(engine, "text", [.null]).first)
        #expect(row == Row(values: [.null]))
        #expect(try row.optionalText(0) == nil)
        #expect(try row.optionalInteger(0) == nil)
        #expect(try row.optionalTimestamp(0) == nil)
        #expect(try row.optionalTexts(0) == nil)
        let error = #expect(throws: DatabaseError.self) { try row.text(0) }
        #expect(error == DatabaseError(.invalidData, "column 0 holds null where text was expected"))
    }

    @Test(arguments: Engine.allCases)
    func `with a NUL in its text is refused before it is sent, alone and among others`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            for value in [SQLValue.text("a\0b"), .texts(["", "\0"])] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.execute("SELECT \(value)") }
                }
                #expect(error?.code == .invalidData)
                #expect(error?.sqlState == nil)
            }
            try await expectAnswer(from: database)
        }
    }

    @Test(arguments: Engine.allCases)
    func `is found among many, odd ones and none too`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let dialect = database.dialect
            let found = try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE names (id bigint, name text)")
                for (id, name) in Self.oddTexts.enumerated() {
                    try connection.execute("INSERT INTO names VALUES (\(id), \(name))")
                }
                let wanted = [Self.oddTexts[4], Self.oddTexts[0], Self.oddTexts[0], "absent"]
                return try [
                    connection.execute("SELECT id FROM names WHERE \(.isAmong("name", wanted, dialect)) ORDER BY id"),
                    connection.execute("SELECT id FROM names WHERE \(.isAmong("name", [String](), dialect))"),
                    connection.execute("SELECT id FROM names WHERE \(.isAmong("id", [5, 1, -9], dialect)) ORDER BY id"),
                ]
            }
            #expect(try found.map { try $0.map { try $0.integer(0) } } == [[0, 4], [], [1, 5]])
        }
    }

    @Test func `of a moment out of PostgreSQL's range is invalid`() async throws {
        try await withDatabase(.postgresql) { database in
            for microseconds in [Int64.min, -300_000_000_000_000_000] {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection {
                        try $0.execute("SELECT \(Timestamp(microseconds: microseconds))")
                    }
                }
                #expect(error?.code == .invalidData)
            }
        }
    }
}
