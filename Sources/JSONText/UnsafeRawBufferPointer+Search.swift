// SPDX-License-Identifier: Apache-2.0

/// Searches that look at eight bytes at once: most of a message lies inside strings, where nothing happens.
///
/// In a word whose bytes are all below 0x80, `(byte ^ sought) - 1` has its top bit set just where the byte is the sought
/// one; a borrow can spoil only bytes above the first hit, and only the first hit is asked for.
extension UnsafeRawBufferPointer {
    /// Where the plain part of a string ends: at a quote, backslash, control character or non-ASCII byte, else at the end.
    @inline(__always)
    func endOfPlainText(from start: Int) -> Int {
        find(from: start) { word in
            let quotes = (word ^ repeated(.quote)) &- repeated(1)
            let backslashes = (word ^ repeated(.backslash)) &- repeated(1)
            return quotes | backslashes | (word &- repeated(0x20)) | word
        } orByte: { byte in
            byte == .quote || byte == .backslash || byte < 0x20 || byte >= 0x80
        }
    }

    /// Where the next character stands that a string must escape, else at the end.
    func nextToEscape(from start: Int) -> Int {
        find(from: start) { word in
            let quotes = (word ^ repeated(.quote)) &- repeated(1)
            let backslashes = (word ^ repeated(.backslash)) &- repeated(1)
            return (quotes | backslashes | (word &- repeated(0x20))) & ~word
        } orByte: { byte in
            byte == .quote || byte == .backslash || byte < 0x20
        }
    }

    /// Where the next line feed or carriage return stands, else at the end.
    func nextLineBreak(from start: Int) -> Int {
        find(from: start) { word in
            let feeds = (word ^ repeated(0x0A)) &- repeated(1)
            let returns = (word ^ repeated(0x0D)) &- repeated(1)
            return (feeds | returns) & ~word
        } orByte: { byte in
            byte == 0x0A || byte == 0x0D
        }
    }

    /// Where the next quote or backslash stands, else at the end.
    @inline(__always)
    func nextQuoteOrBackslash(from start: Int) -> Int {
        find(from: start) { word in
            let quotes = (word ^ repeated(.quote)) &- repeated(1)
            let backslashes = (word ^ repeated(.backslash)) &- repeated(1)
            return (quotes | backslashes) & ~word
        } orByte: { byte in
            byte == .quote || byte == .backslash
        }
    }

    /// Where the next backslash stands, else at the end.
    @inline(__always)
    func nextBackslash(from start: Int) -> Int {
        find(from: start) { word in
            ((word ^ repeated(.backslash)) &- repeated(1)) & ~word
        } orByte: { byte in
            byte == .backslash
        }
    }

    /// Where the next quote, bracket or brace stands, else at the end.
    @inline(__always)
    func nextQuoteOrBracket(from start: Int) -> Int {
        find(from: start) { word in
            // Bit 5 is all that distinguishes "[" from "{" and "]" from "}".
            let folded = word | repeated(0x20)
            let quotes = (word ^ repeated(.quote)) &- repeated(1)
            let opening = (folded ^ repeated(.openBrace)) &- repeated(1)
            let closing = (folded ^ repeated(.closeBrace)) &- repeated(1)
            return (quotes | opening | closing) & ~word
        } orByte: { byte in
            byte == .quote || byte | 0x20 == .openBrace || byte | 0x20 == .closeBrace
        }
    }

    /// The first byte at or after `start` that `inWord` marks with its top bit, or that `orByte` accepts where no whole
    /// word is left.
    @inline(__always)
    private func find(from start: Int, inWord: (UInt64) -> UInt64, orByte: (UInt8) -> Bool) -> Int {
        var position = start
        while position &+ 8 <= count {
            let word = UInt64(littleEndian: loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let hits = inWord(word) & repeated(0x80)
            if hits != 0 { return position &+ hits.trailingZeroBitCount >> 3 }
            position &+= 8
        }
        while position < count, !orByte(self[position]) { position &+= 1 }
        return position
    }
}

@inline(__always)
private func repeated(_ byte: UInt8) -> UInt64 {
    UInt64(byte) &* 0x0101_0101_0101_0101
}
