// SPDX-License-Identifier: Apache-2.0

extension SQL {
    /// The text with the values in it as quoted literals of their types, for commands that take no parameters.
    ///
    /// - Throws: `.invalidData` where a text contains NUL.
    func textWithLiterals() throws(DatabaseError) -> String {
        var literals: [String] = []
        for value in values { literals.append(try value.postgreSQLLiteral()) }
        let text = text { literals[$0] }
        try DatabaseError.checkText(text)
        return text
    }
}

extension SQLValue {
    fileprivate func postgreSQLLiteral() throws(DatabaseError) -> String {
        switch self {
        case .null: return "NULL"
        case .boolean(let truth): return truth ? "TRUE" : "FALSE"
        case .integer(let number): return "'\(number)'::bigint"
        // `inf`, `-inf` and `nan` are read, too.
        case .real(let number): return "'\(number)'::double precision"
        case .text(let text): return try Self.quoted(text) + "::text"
        case .spelled(let text): return try Self.quoted(text)
        case .bytes(let bytes): return "E'\\\\x\(Self.hexadecimal(bytes))'::bytea"
        case .timestamp(let moment): return Self.literal(moment)
        case .integers(let numbers): return "'{\(numbers.map(String.init).joined(separator: ","))}'::bigint[]"
        case .texts(let texts):
            var quoted: [String] = []
            for text in texts { quoted.append(try Self.quoted(text)) }
            return "ARRAY[\(quoted.joined(separator: ","))]::text[]"
        }
    }

    /// In `E''` quotes a backslash always has to be doubled, whatever `standard_conforming_strings` says.
    private static func quoted(_ text: String) throws(DatabaseError) -> String {
        guard !text.containsNUL else { throw .nulInText }
        var quoted: [UInt8] = Array("E'".utf8)
        for byte in text.utf8 {
            if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") { quoted.append(byte) }
            quoted.append(byte)
        }
        quoted.append(UInt8(ascii: "'"))
        return String(decoding: quoted, as: UTF8.self)
    }

    private static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    /// Years of four digits are written as a date, which the planner sees through; others are counted.
    private static func literal(_ moment: Timestamp) -> String {
        let year1 = Timestamp(microseconds: -62_135_596_800_000_000)
        let year10000 = Timestamp(microseconds: 253_402_300_800_000_000)
        return (year1..<year10000).contains(moment)
            ? "'\(moment)'::timestamptz" : "('epoch'::timestamptz + '\(moment.microseconds) microseconds'::interval)"
    }
}
