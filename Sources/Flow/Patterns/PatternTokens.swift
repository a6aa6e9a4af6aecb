// SPDX-License-Identifier: Apache-2.0

/// Cuts a regular expression into the parts that matter here, without judging it: what is malformed, PCRE2 will say.
struct PatternTokens: IteratorProtocol, Sequence {
    /// What a part is.
    enum Kind: Hashable {
        /// A byte that stands for itself.
        case literal(UInt8)
        /// A backslash and this byte.
        case escape(UInt8)
        /// `[…]`.
        case characterClass
        /// `(`, `(?:`, `(?P<name>`, `(?=` and the like.
        case open
        /// `(?i)`, `(?x:`, `(*UTF)`: what follows may mean something else than it seems to.
        case option
        /// `(?#…)`.
        case comment
        case close
        case alternative
        /// `*`, `?`, `{…}` (`+` is not among them: it wants what it repeats).
        case optionalRepeat
        /// `+`.
        case repeated
        /// `.`, `^`, `$`.
        case other
    }

    /// A part and where it stands.
    struct Token: Hashable {
        let kind: Kind
        let bytes: Range<Int>
    }

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func next() -> Token? {
        guard position < bytes.count else { return nil }
        let start = position
        let kind = kind(of: bytes[position])
        return Token(kind: kind, bytes: start..<position)
    }

    private mutating func kind(of byte: UInt8) -> Kind {
        position += 1
        switch byte {
        case UInt8(ascii: "\\"): return escape()
        case UInt8(ascii: "["): return characterClass()
        case UInt8(ascii: "("): return open()
        case UInt8(ascii: ")"): return .close
        case UInt8(ascii: "|"): return .alternative
        case UInt8(ascii: "*"), UInt8(ascii: "?"): return .optionalRepeat
        case UInt8(ascii: "+"): return .repeated
        case UInt8(ascii: "{"): return brace()
        case UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "$"): return .other
        default: return .literal(byte)
        }
    }

    private mutating func escape() -> Kind {
        guard position < bytes.count else { return .other }
        position += 1
        return .escape(bytes[position - 1])
    }

    private mutating func characterClass() -> Kind {
        if peek() == UInt8(ascii: "^") { position += 1 }
        // A bracket right at the beginning stands for itself.
        if peek() == UInt8(ascii: "]") { position += 1 }
        while let byte = peek(), byte != UInt8(ascii: "]") {
            position += 1
            switch byte {
            case UInt8(ascii: "\\"): position = Swift.min(position + 1, bytes.count)
            case UInt8(ascii: "[") where peek() == UInt8(ascii: ":"): skipNamedClass()
            default: break
            }
        }
        position = Swift.min(position + 1, bytes.count)
        return .characterClass
    }

    /// `[:alpha:]`, if it ends.
    private mutating func skipNamedClass() {
        let end = bytes[position...].dropFirst().firstIndex { !(UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0) }
        guard let end, bytes[end...].starts(with: Array(":]".utf8)) else { return }
        position = end + 2
    }

    private mutating func open() -> Kind {
        guard let byte = peek() else { return .open }
        if byte == UInt8(ascii: "*") { return .option }
        guard byte == UInt8(ascii: "?"), position + 1 < bytes.count else { return .open }
        position += 1
        switch bytes[position] {
        case UInt8(ascii: "#"): return comment()
        case UInt8(ascii: ":"), UInt8(ascii: "="), UInt8(ascii: "!"), UInt8(ascii: ">"): position += 1
        case UInt8(ascii: "<"), UInt8(ascii: "P"): break
        default: return .option
        }
        return .open
    }

    private mutating func comment() -> Kind {
        let end = bytes[position...].firstIndex(of: UInt8(ascii: ")")) ?? bytes.count - 1
        position = end + 1
        return .comment
    }

    /// `{2}`, `{2,}`, `{2,3}` and Python's `{,3}` repeat; any other brace stands for itself.
    private mutating func brace() -> Kind {
        let inside = bytes[position...].prefix {
            $0 == UInt8(ascii: ",") || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        }
        let commas = inside.count { $0 == UInt8(ascii: ",") }
        let end = inside.endIndex
        guard end < bytes.count, bytes[end] == UInt8(ascii: "}"), inside.count > commas, commas <= 1 else {
            return .literal(UInt8(ascii: "{"))
        }
        position = end + 1
        return .optionalRepeat
    }

    private func peek() -> UInt8? {
        position < bytes.count ? bytes[position] : nil
    }
}
