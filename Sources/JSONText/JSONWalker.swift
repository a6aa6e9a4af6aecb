// SPDX-License-Identifier: Apache-2.0

/// A walk over bytes known to be well-formed JSON, which therefore looks only at what it needs.
///
/// - Important: Must not outlive the buffer it was lent.
struct JSONWalker {
    let bytes: UnsafeRawBufferPointer
    private(set) var position = 0

    init(_ bytes: UnsafeRawBufferPointer) {
        self.bytes = bytes
    }

    /// The next string, number, word or single punctuation mark; nil at the end.
    mutating func nextToken() -> Range<Int>? {
        skipSpace()
        guard position < bytes.count else { return nil }
        let start = position
        switch bytes[start] {
        case .quote: skipString()
        case .openBrace, .closeBrace, .openBracket, .closeBracket, .comma, .colon: position += 1
        default: skipNumberOrWord()
        }
        return start..<position
    }

    /// Goes into the container at hand.
    mutating func enter() {
        position += 1
        skipSpace()
    }

    /// The element or member name at hand, nil if the container ends here; then stands behind the comma or colon after it.
    @inline(__always)
    mutating func nextValue() -> Range<Int>? {
        skipSpace()
        let start = position
        guard start < bytes.count, bytes[start] | 0x20 != .closeBrace else { return nil }
        switch bytes[start] {
        case .quote: skipString()
        case .openBrace, .openBracket: skipContainer()
        default: skipNumberOrWord()
        }
        let end = position
        skipSpace()
        if position < bytes.count, bytes[position] == .comma || bytes[position] == .colon { position += 1 }
        return start..<end
    }

    @inline(__always)
    private mutating func skipString() {
        position = bytes.nextQuoteOrBackslash(from: position + 1)
        while position < bytes.count, bytes[position] == .backslash {
            position = bytes.nextQuoteOrBackslash(from: position + 2)
        }
        position += 1
    }

    private mutating func skipContainer() {
        var depth = 0
        repeat {
            switch bytes[position] {
            case .quote:
                skipString()
            case .openBrace, .openBracket:
                depth += 1
                position += 1
            default:
                depth -= 1
                position += 1
            }
            if depth > 0 { position = bytes.nextQuoteOrBracket(from: position) }
        } while depth > 0 && position < bytes.count
    }

    private mutating func skipNumberOrWord() {
        while position < bytes.count, !endsNumberOrWord(bytes[position]) { position += 1 }
    }

    private func endsNumberOrWord(_ byte: UInt8) -> Bool {
        byte == .comma || byte | 0x20 == .closeBrace || byte.isJSONSpace
    }

    @inline(__always)
    private mutating func skipSpace() {
        while position < bytes.count, bytes[position].isJSONSpace { position += 1 }
    }
}
