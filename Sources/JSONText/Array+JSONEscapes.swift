// SPDX-License-Identifier: Apache-2.0

extension [UInt8] {
    /// Appends a JSON string, quotes included, respelled in printable ASCII.
    mutating func appendASCII(quoted: ArraySlice<UInt8>) {
        // Most strings are printable ASCII without an escape, which is their canonical spelling.
        guard quoted.contains(where: { $0 == .backslash || $0 >= 0x7F }) else {
            append(contentsOf: quoted)
            return
        }
        append(.quote)
        let characters = UnescapedString(quoted).bytes
        var index = characters.startIndex
        while index < characters.endIndex {
            let length = Self.length(ofCharacterStartingWith: characters[index])
            appendASCII(character: characters[index..<(index + length)])
            index += length
        }
        append(.quote)
    }

    /// Appends a UTF-16 code unit as `\n` or the like if it has a letter, else as `\u000b`.
    mutating func appendEscape(_ unit: UInt16) {
        append(.backslash)
        switch unit {
        case 0x08: append(UInt8(ascii: "b"))
        case 0x09: append(UInt8(ascii: "t"))
        case 0x0A: append(UInt8(ascii: "n"))
        case 0x0C: append(UInt8(ascii: "f"))
        case 0x0D: append(UInt8(ascii: "r"))
        case 0x22, 0x5C: append(UInt8(unit))
        default:
            append(.lowercaseU)
            for shift in [12, 8, 4, 0] { append(Self.hexDigits[Int(unit >> shift & 0xF)]) }
        }
    }

    private static let hexDigits = Array("0123456789abcdef".utf8)

    /// Appends one character given in generalised UTF-8.
    private mutating func appendASCII(character: ArraySlice<UInt8>) {
        guard let first = character.first else { return }
        if character.count == 1, 0x20..<0x7F ~= first, first != .quote, first != .backslash {
            append(first)
            return
        }
        let leadingBits = character.count == 1 ? first : first & (0x7F >> UInt8(character.count))
        let codePoint = character.dropFirst().reduce(UInt32(leadingBits)) { $0 << 6 | UInt32($1 & 0x3F) }
        if codePoint < 0x10000 {
            appendEscape(UInt16(codePoint))
        } else {
            appendEscape(UInt16(0xD800 + (codePoint - 0x10000) >> 10))
            appendEscape(UInt16(0xDC00 + codePoint & 0x3FF))
        }
    }

    private static func length(ofCharacterStartingWith byte: UInt8) -> Int {
        byte < 0x80 ? 1 : (~byte).leadingZeroBitCount
    }
}
