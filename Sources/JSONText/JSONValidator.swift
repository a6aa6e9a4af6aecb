// SPDX-License-Identifier: Apache-2.0

/// One walk over bytes of unknown origin, which finds out whether they are one JSON value as Python's parser takes it.
///
/// It recurs nowhere and looks at each byte once.
///
/// - Important: Must not outlive the buffer it was lent.
struct JSONValidator {
    private let bytes: UnsafeRawBufferPointer
    private var position = 0
    private var open = OpenContainers()

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The only value there is, without the white space around it.
    mutating func onlyValue() throws(JSONError) -> Range<Int> {
        skipSpace()
        let start = position
        repeat {
            while try !isWholeAfterBeginning() {}
        } while try isFollowedByAnother()
        let end = position
        skipSpace()
        guard position == bytes.count else { throw error(.malformed) }
        return start..<end
    }

    /// Reads a scalar or an empty container whole (true), or goes to the first value inside a container (false).
    @inline(__always)
    private mutating func isWholeAfterBeginning() throws(JSONError) -> Bool {
        skipSpace()
        switch next {
        case .quote: try string()
        case .openBrace: return try isEmptyObject()
        case .openBracket: return try isEmptyArray()
        case .minus, UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try word("true")
        case UInt8(ascii: "f"): try word("false")
        case UInt8(ascii: "n"): try word("null")
        case UInt8(ascii: "N"): try word("NaN")
        case UInt8(ascii: "I"): try word("Infinity")
        default: throw error(.malformed)
        }
        return true
    }

    /// Goes from the end of a value to the one after it, out of containers that end; false at the very end.
    @inline(__always)
    private mutating func isFollowedByAnother() throws(JSONError) -> Bool {
        while !open.isEmpty {
            skipSpace()
            if next == .comma {
                position += 1
                if open.innermostIsObject { try name() }
                return true
            }
            guard next == (open.innermostIsObject ? .closeBrace : .closeBracket) else { throw error(.malformed) }
            position += 1
            open.pop()
        }
        return false
    }

    private mutating func isEmptyObject() throws(JSONError) -> Bool {
        try enter(isObject: true)
        if leaves(at: .closeBrace) { return true }
        try name()
        return false
    }

    private mutating func isEmptyArray() throws(JSONError) -> Bool {
        try enter(isObject: false)
        return leaves(at: .closeBracket)
    }

    private mutating func enter(isObject: Bool) throws(JSONError) {
        guard open.depth < JSONText.maximumDepth else { throw error(.tooDeep) }
        open.push(isObject: isObject)
        position += 1
        skipSpace()
    }

    private mutating func leaves(at end: UInt8) -> Bool {
        guard next == end else { return false }
        position += 1
        open.pop()
        return true
    }

    /// The name of a member and the colon after it.
    @inline(__always)
    private mutating func name() throws(JSONError) {
        skipSpace()
        guard next == .quote else { throw error(.malformed) }
        try string()
        skipSpace()
        guard next == .colon else { throw error(.malformed) }
        position += 1
    }

    private mutating func number() throws(JSONError) {
        if next == .minus { position += 1 }
        if next == UInt8(ascii: "I") { return try word("Infinity") }
        let start = position
        let startsWithZero = next == UInt8(ascii: "0")
        try digits()
        guard !startsWithZero || position == start + 1 else { throw error(.malformed, at: start + 1) }
        let isTooLong = position - start > JSONText.maximumIntegerDigits
        let isInteger = try !skipFractionAndExponent()
        if isInteger, isTooLong { throw error(.integerTooLong, at: start) }
    }

    /// Whether there was a fraction or an exponent: `1.0` and `1e0` are no integers.
    private mutating func skipFractionAndExponent() throws(JSONError) -> Bool {
        let start = position
        if next == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if next | 0x20 == UInt8(ascii: "e") {
            position += 1
            if next == UInt8(ascii: "+") || next == .minus { position += 1 }
            try digits()
        }
        return position > start
    }

    private mutating func digits() throws(JSONError) {
        guard next.isDigit else { throw error(.malformed) }
        repeat { position += 1 } while next.isDigit
    }

    private mutating func word(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard next == word.utf8Start[index] else { throw error(.malformed) }
            position += 1
        }
    }

    @inline(__always)
    private mutating func string() throws(JSONError) {
        position = bytes.endOfPlainText(from: position + 1)
        while next != .quote {
            if next == .backslash { try escape() } else { try multibyteCharacter() }
            position = bytes.endOfPlainText(from: position)
        }
        position += 1
    }

    private mutating func escape() throws(JSONError) {
        position += 1
        switch next {
        case .quote, .backslash, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            position += 1
        case .lowercaseU:
            position += 1
            for _ in 0..<4 {
                guard next.hexValue != nil else { throw error(.malformed) }
                position += 1
            }
        default: throw error(.malformed)
        }
    }

    /// One character of two to four bytes: the well-formed sequences of Unicode, table 3-7.
    private mutating func multibyteCharacter() throws(JSONError) {
        let (length, second): (Int, ClosedRange<UInt8>) =
            switch next {
            case 0xC2...0xDF: (2, 0x80...0xBF)
            case 0xE0: (3, 0xA0...0xBF)
            case 0xED: (3, 0x80...0x9F)
            case 0xE1...0xEF: (3, 0x80...0xBF)
            case 0xF0: (4, 0x90...0xBF)
            case 0xF1...0xF3: (4, 0x80...0xBF)
            case 0xF4: (4, 0x80...0x8F)
            case 0..<0x20: throw error(.malformed)
            default: throw error(.notUTF8)
            }
        guard position + length <= bytes.count, second ~= bytes[position + 1],
            bytes[(position + 2)..<(position + length)].allSatisfy({ 0x80...0xBF ~= $0 })
        else { throw error(.notUTF8) }
        position += length
    }

    @inline(__always)
    private mutating func skipSpace() {
        while next.isJSONSpace { position += 1 }
    }

    /// The byte at hand; at the end 0, which can stand nowhere.
    @inline(__always)
    private var next: UInt8 { position < bytes.count ? bytes[position] : 0 }

    private func error(_ code: JSONError.Code, at offset: Int? = nil) -> JSONError {
        JSONError(code: code, offset: offset ?? position)
    }
}
