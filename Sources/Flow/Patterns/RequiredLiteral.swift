// SPDX-License-Identifier: Apache-2.0

/// The longest text that every match of a pattern contains, as far as can be told without understanding the pattern.
///
/// What stands in groups, and anything after an option that could change its meaning, is not looked at; so that the text
/// may be shorter than it could be, or empty, but is never wrong.
struct RequiredLiteral {
    /// The text; empty if none is known.
    private(set) var bytes: [UInt8] = []
    private var run: [UInt8] = []
    private var depth = 0

    init(ofPattern pattern: [UInt8]) {
        for token in PatternTokens(pattern) {
            guard take(token.kind) else {
                bytes = []
                return
            }
        }
        endRun()
    }

    /// Whether anything can be known still.
    private mutating func take(_ kind: PatternTokens.Kind) -> Bool {
        switch kind {
        case .option: return false
        case .open: enterGroup()
        case .close: depth -= 1
        // Nothing: a repetition behind it is of what stands before it.
        case .comment: break
        case _ where depth > 0: return !isOpaque(kind)
        case .alternative: return false
        case .literal(let byte): run.append(byte)
        case .escape(let byte): return takeEscape(byte)
        case .optionalRepeat: dropLastCharacter()
        case .characterClass, .repeated, .other: endRun()
        }
        return true
    }

    private mutating func enterGroup() {
        endRun()
        depth += 1
    }

    private mutating func takeEscape(_ byte: UInt8) -> Bool {
        if isPunctuation(byte) {
            run.append(byte)
            return true
        }
        endRun()
        return "AZzbBdDsSwW".utf8.contains(byte)
    }

    /// `\Q` takes what follows for text, brackets included.
    private func isOpaque(_ kind: PatternTokens.Kind) -> Bool {
        kind == .escape(UInt8(ascii: "Q"))
    }

    private func isPunctuation(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"): false
        case UInt8(ascii: "a")...UInt8(ascii: "z"): false
        default: 0x20..<0x7F ~= byte
        }
    }

    /// The character before `*`, `?` or `{…}` need not be there.
    private mutating func dropLastCharacter() {
        while let byte = run.popLast(), byte & 0xC0 == 0x80 {}
        endRun()
    }

    private mutating func endRun() {
        if run.count > bytes.count { bytes = run }
        run.removeAll()
    }
}
