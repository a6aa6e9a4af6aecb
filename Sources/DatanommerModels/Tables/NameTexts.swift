// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

/// What the numbers of names stand for, as JSON strings: read once, so that a dump needs no join for each row.
struct NameTexts {
    /// How many names are held of a table at the most, and how many characters. Of one with more, each row of the dump
    /// brings its name along.
    private static let (mostNames, mostCharacters): (Int64, Int64) = (20_000, 8 << 20)

    private(set) var topics: [Int64: [UInt8]] = [:]
    private(set) var categories: [Int64: [UInt8]] = [:]
    private(set) var certificates: [Int64: [UInt8]] = [:]
    private(set) var sourceNames: [Int64: [UInt8]] = [:]
    private(set) var sourceVersions: [Int64: [UInt8]] = [:]
    /// The tables that are too large to be held.
    private(set) var tooLarge: Set<NameTable> = []

    /// Reads them, in the snapshot in which the messages will be read.
    init(_ connection: any Connection, mostCharacters: Int64 = mostCharacters) throws {
        topics = try read(.topics, mostCharacters, connection)
        categories = try read(.categories, mostCharacters, connection)
        certificates = try read(.certificates, mostCharacters, connection)
        for row in try connection.execute(SourceTable.all) {
            sourceNames[try row.integer(0)] = Self.quoted(try row.text(1))
            sourceVersions[try row.integer(0)] = Self.quoted(try row.text(2))
        }
    }

    private mutating func read(
        _ table: NameTable, _ mostCharacters: Int64, _ connection: any Connection
    ) throws -> [Int64: [UInt8]] {
        let size = try connection.execute(table.size(ofFirst: Self.mostNames + 1)).first
        guard let size, try size.integer(0) <= Self.mostNames, try size.integer(1) <= mostCharacters else {
            tooLarge.insert(table)
            return [:]
        }
        var texts: [Int64: [UInt8]] = [:]
        try connection.lend(table.all) { row in
            var quoted: [UInt8] = []
            quoted.appendQuoted(try row.bytes(1))
            texts[try row.integer(0)] = quoted
        }
        return texts
    }

    private static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendQuoted(text)
        return bytes
    }
}
