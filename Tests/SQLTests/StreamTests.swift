// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite struct `A stream of rows` {
    struct Enough: Error {}

    /// So many rows of some 2 KB.
    private static func numbers(upTo count: Int) -> SQL {
        """
        WITH RECURSIVE numbers(number) AS (SELECT 1 UNION ALL SELECT number + 1 FROM numbers WHERE number < \(count))
        SELECT number, \(String(repeating: "two thousand", count: 166)) FROM numbers
        """
    }

    @Test(arguments: Engine.allCases)
    func `of 200,000 is read one by one in flat memory`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let (sum, growth) = try await database.withConnection { connection in
                var sum: Int64 = 0
                try connection.stream(Self.numbers(upTo: 1_000)) { sum += try $0.integer(0) }
                sum = 0
                let before = try residentKilobytes()
                try connection.stream(Self.numbers(upTo: 200_000)) { sum += try $0.integer(0) }
                return (sum, try residentKilobytes() - before)
            }
            #expect(sum == 20_000_100_000)
            // All rows together would be 400 MB and more. Other tests run in this process, and have some.
            #expect(growth < 300_000)
        }
    }

    @Test(.timeLimit(.minutes(5)), arguments: Engine.allCases)
    func `is given up by an error of the body, and the connection is well`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let seen = try await database.withConnection { connection in
                var seen: [Int] = []
                for stop in [1, 5_000] {
                    var count = 0
                    #expect(throws: Enough.self) {
                        // Whoever read on to the end would read for hours.
                        try connection.stream(Self.numbers(upTo: 2_000_000_000)) { _ in
                            count += 1
                            if count == stop { throw Enough() }
                        }
                    }
                    seen.append(count)
                }
                let rows = try connection.execute("SELECT \(5)")
                #expect(rows == [Row(values: [.integer(5)])])
                return seen
            }
            #expect(seen == [1, 5_000])
        }
    }

    @Test(arguments: Engine.allCases)
    func `of none is over at once`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let count = try await database.withConnection { connection in
                var count = 0
                try connection.stream("SELECT 1 AS one WHERE 1 = \(2)") { _ in count += 1 }
                return count
            }
            #expect(count == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func `has the values that execute has, odd ones and nulls too`(engine: Engine) async throws {
        let values: [SQLValue] =
            `A value`.oddTexts.map(SQLValue.text) + [
                .texts([]), .texts(`A value`.oddTexts), .integers([]), .integers([.min, .max]), .bytes([]),
                .bytes(Array(0...255)), .boolean(true), .boolean(false), .integer(.min), .integer(.max), .real(-0.5),
                .real(.leastNonzeroMagnitude), .real(-.infinity), .timestamp(Timestamp(microseconds: -1)),
                .timestamp(Timestamp(microseconds: -62_135_596_800_000_001)),
                .timestamp(Timestamp(microseconds: 253_402_300_800_000_000)),
                .timestamp(Timestamp(microseconds: 1_709_251_199_999_999)), .null, .text("\\'; DROP TABLE x; --"),
            ]
        try await withDatabase(engine) { database in
            try await database.withConnection { connection in
                let statement = "SELECT " + values.map { "\($0)" as SQL }.joined(separator: ", ")
                var streamed: [Row] = []
                try connection.stream(statement) { streamed.append($0) }
                #expect(try connection.execute(statement) == streamed)
                #expect(streamed.map(\.count) == [values.count])
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `has the connection for itself until its end`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            try await database.withConnection { connection in
                var errors: [DatabaseError?] = []
                try connection.stream("SELECT 1") { _ in
                    errors = [
                        #expect(throws: DatabaseError.self) { try connection.execute("SELECT 2") },
                        #expect(throws: DatabaseError.self) { try connection.run(script: "SELECT 2") },
                        #expect(throws: DatabaseError.self) { try connection.stream("SELECT 2") { _ in } },
                        #expect(throws: DatabaseError.self) { try connection.transaction {} },
                        #expect(throws: DatabaseError.self) { try connection.execute("SELECT 2", forEach: [[]]) },
                    ]
                }
                #expect(errors.map { $0?.code } == Array(repeating: .other, count: 5))
                #expect(try connection.execute("SELECT 2").count == 1)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `of a statement that is wrong, or wrong in the middle, is an error`(engine: Engine) async throws {
        try await withDatabase(engine) { database in
            let late: SQL =
                engine == .sqlite
                ? "SELECT json_extract(CASE WHEN value < 3 THEN '1' ELSE '{' END, '$') FROM json_each('[1,2,3]')"
                : "SELECT 1 / (3 - number) FROM generate_series(1, 3) AS number"
            for statement in ["SELECT * FROM absent", "SELEKT", "SELECT 1; SELECT 2", late] as [SQL] {
                await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.stream(statement) { _ in } }
                }
                try await expectAnswer(from: database)
            }
        }
    }

    @Test func `of a type that is not read is an error that names the column`() async throws {
        try await withDatabase(.postgresql) { database in
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { try $0.stream("SELECT 1, 1.5::numeric") { _ in } }
            }
            #expect(error?.code == .invalidData)
            #expect(error?.message.hasPrefix("column 1 is of numeric") == true)
            try await expectAnswer(from: database)
        }
    }
}

/// What of this process is in memory now.
private func residentKilobytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(Int(line.split(separator: " ").dropLast().last ?? ""))
}
