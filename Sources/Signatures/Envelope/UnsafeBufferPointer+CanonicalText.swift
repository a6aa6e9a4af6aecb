// SPDX-License-Identifier: Apache-2.0

/// What stands in strings of the canonical form.
extension UnsafeBufferPointer<UInt8> {
    /// Where a quote, a backslash or a byte stands that is not printable ASCII, else the end.
    ///
    /// Eight bytes at once, as most of a message is none of them.
    func endOfPlainText(from start: Int) -> Int {
        var place = start
        let words = UnsafeRawBufferPointer(self)
        while place &+ 8 <= count {
            let word = words.loadUnaligned(fromByteOffset: place, as: UInt64.self)
            // The top bit of a byte is set where it is one of those; a borrow or carry spoils only words that have one.
            let quotes = (word ^ repeated(0x22)) &- repeated(1)
            let backslashes = (word ^ repeated(0x5C)) &- repeated(1)
            let controls = word &- repeated(0x20)
            let deletes = word &+ repeated(1)
            if (quotes | backslashes | controls | deletes | word) & repeated(0x80) != 0 { break }
            place &+= 8
        }
        while place < count, !endsPlainText(self[place]) { place &+= 1 }
        return place
    }

    /// How many bytes the escape at a backslash has; nil if there is a shorter way to say it, or one in lower case.
    func lengthOfCanonicalEscape(at place: Int) -> Int? {
        guard place + 1 < count else { return nil }
        switch self[place + 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"),
            UInt8(ascii: "r"), UInt8(ascii: "t"):
            return 2
        case UInt8(ascii: "u"):
            guard let unit = codeUnit(at: place + 2) else { return nil }
            let hasLetter = [0x08, 0x09, 0x0A, 0x0C, 0x0D].contains(unit)
            return unit < 0x20 && !hasLetter || unit >= 0x7F ? 6 : nil
        default:
            return nil
        }
    }

    /// Four hexadecimal digits in lower case.
    private func codeUnit(at start: Int) -> UInt16? {
        guard start + 4 <= count else { return nil }
        var unit: UInt16 = 0
        for byte in self[start..<(start + 4)] {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "0"))
            case UInt8(ascii: "a")...UInt8(ascii: "f"): unit = unit << 4 | UInt16(byte - UInt8(ascii: "a") + 10)
            default: return nil
            }
        }
        return unit
    }
}

private func endsPlainText(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\")
}

@inline(__always)
private func repeated(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }
