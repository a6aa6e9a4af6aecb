// SPDX-License-Identifier: Apache-2.0

/// One escape in a string: `\n`, `\u00e9`, or the two halves of a character beyond U+FFFF.
struct JSONEscape {
    /// What it stands for; a surrogate if its other half is missing.
    let codePoint: UInt32
    /// How many bytes it takes, backslash included.
    let length: Int

    var isLoneSurrogate: Bool { 0xD800...0xDFFF ~= codePoint }

    /// Reads the escape whose backslash stands at `position` in a well-formed string.
    init(in bytes: UnsafeRawBufferPointer, at position: Int) {
        guard bytes[position + 1] == .lowercaseU else {
            codePoint = Self.meaning(ofLetter: bytes[position + 1])
            length = 2
            return
        }
        let high = Self.codeUnit(in: bytes, at: position) ?? 0
        if 0xD800...0xDBFF ~= high, let low = Self.codeUnit(in: bytes, at: position + 6), 0xDC00...0xDFFF ~= low {
            codePoint = 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
            length = 12
        } else {
            codePoint = high
            length = 6
        }
    }

    /// The code unit of the `\uXXXX` at `position`; nil if there is none.
    private static func codeUnit(in bytes: UnsafeRawBufferPointer, at position: Int) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == .backslash, bytes[position + 1] == .lowercaseU else {
            return nil
        }
        return bytes[(position + 2)..<(position + 6)].reduce(0) { $0 << 4 | ($1.hexValue ?? 0) }
    }

    private static func meaning(ofLetter letter: UInt8) -> UInt32 {
        switch letter {
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: UInt32(letter)
        }
    }
}
