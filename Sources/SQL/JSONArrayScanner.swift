// SPDX-License-Identifier: Apache-2.0

/// Reads one JSON array of scalars from its beginning to its end. Each method is nil where the text is not as it says.
struct JSONArrayScanner {
    private let bytes: [UInt8]
    private var position = 0

    init(_ json: String) {
        bytes = Array(json.utf8)
    }

    /// The elements of the array that is all there is.
    mutating func elements<Element>(_ element: (inout JSONArrayScanner) -> Element?) -> [Element]? {
        var elements: [Element] = []
        guard skip("[") else { return nil }
        if skip("]") { return isAtEnd ? elements : nil }
        repeat {
            skipSpace()
            guard let next = element(&self) else { return nil }
            elements.append(next)
        } while skip(",")
        return skip("]") && isAtEnd ? elements : nil
    }

    /// An integer without fraction or exponent that fits.
    mutating func integer() -> Int64? {
        let start = position
        while let byte = peek(), byte == UInt8(ascii: "-") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
            position += 1
        }
        return Int64(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    /// A string without lone surrogates.
    mutating func string() -> String? {
        guard next() == UInt8(ascii: "\"") else { return nil }
        var text: [UInt8] = []
        while let byte = next() {
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escaped() else { return nil }
                text += Array(String(scalar).utf8)
            case 0x00...0x1F: return nil
            default: text.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> Unicode.Scalar? {
        guard let byte = next() else { return nil }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "b"): return "\u{08}"
        case UInt8(ascii: "f"): return "\u{0C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): return unicodeEscape()
        default: return nil
        }
    }

    /// What follows `\u`: one scalar from four digits, or from a pair of surrogates.
    private mutating func unicodeEscape() -> Unicode.Scalar? {
        guard let unit = fourDigits() else { return nil }
        guard (0xD800...0xDBFF).contains(unit) else { return Unicode.Scalar(unit) }
        guard next() == UInt8(ascii: "\\"), next() == UInt8(ascii: "u"), let low = fourDigits(),
            (0xDC00...0xDFFF).contains(low)
        else { return nil }
        return Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    }

    private mutating func fourDigits() -> UInt32? {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next(), let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 + UInt32(digit)
        }
        return value
    }

    private mutating func skip(_ wanted: Unicode.Scalar) -> Bool {
        skipSpace()
        guard peek() == UInt8(ascii: wanted) else { return false }
        position += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek(), [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
    }

    private var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }

    private mutating func next() -> UInt8? {
        guard let byte = peek() else { return nil }
        position += 1
        return byte
    }
}
