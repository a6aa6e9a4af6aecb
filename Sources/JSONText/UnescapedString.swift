// SPDX-License-Identifier: Apache-2.0

/// What a JSON string stands for, its escapes resolved.
///
/// Python's strings may hold lone surrogates, Swift's may not; so the characters are kept as generalised UTF-8, in which a
/// lone surrogate takes three bytes like its neighbours. In that form the order of bytes is the order of code points.
struct UnescapedString {
    /// The characters, in generalised UTF-8.
    let bytes: ArraySlice<UInt8>
    /// Whether a surrogate stands without its other half.
    let hasLoneSurrogate: Bool

    /// Reads a well-formed JSON string, quotes included.
    init(_ quoted: ArraySlice<UInt8>) {
        let inside = quoted.dropFirst().dropLast()
        guard inside.contains(.backslash) else {
            bytes = inside
            hasLoneSurrogate = false
            return
        }
        var unescaped: [UInt8] = []
        unescaped.reserveCapacity(inside.count)
        hasLoneSurrogate = inside.withUnsafeBytes { Self.resolve($0, into: &unescaped) }
        bytes = unescaped[...]
    }

    /// The text; nil if Swift cannot say it, because of a lone surrogate.
    var text: String? { hasLoneSurrogate ? nil : String(decoding: bytes, as: UTF8.self) }

    /// The text, each lone surrogate replaced by U+FFFD.
    var textWithReplacements: String {
        guard hasLoneSurrogate else { return String(decoding: bytes, as: UTF8.self) }
        var bytes = Array(bytes)
        for index in bytes.indices.dropLast(2) where bytes[index] == 0xED && bytes[index + 1] >= 0xA0 {
            bytes.replaceSubrange(index...(index + 2), with: [0xEF, 0xBF, 0xBD])
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Whether a well-formed JSON string, quotes included, stands for this text.
    static func isSpelled(_ quoted: Slice<UnsafeRawBufferPointer>, _ text: String) -> Bool {
        // An escape is longer than what it stands for, so that equal lengths can only be equal bytes.
        let surplus = quoted.count - 2 - text.utf8.count
        let inside = quoted.dropFirst().dropLast()
        if surplus == 0 { return inside.elementsEqual(text.utf8) && !inside.contains(.backslash) }
        guard surplus > 0, inside.contains(.backslash) else { return false }
        return UnescapedString(Array(quoted)[...]).bytes.elementsEqual(text.utf8)
    }

    /// Appends what the inside of a string stands for; whether there was a lone surrogate.
    private static func resolve(_ inside: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
        var hasLoneSurrogate = false
        var position = 0
        while position < inside.count {
            guard inside[position] == .backslash else {
                output.append(inside[position])
                position += 1
                continue
            }
            let escape = JSONEscape(in: inside, at: position)
            output.append(codePoint: escape.codePoint)
            hasLoneSurrogate = hasLoneSurrogate || escape.isLoneSurrogate
            position += escape.length
        }
        return hasLoneSurrogate
    }
}

extension [UInt8] {
    /// Appends a code point, surrogates included, in generalised UTF-8.
    fileprivate mutating func append(codePoint: UInt32) {
        func continuation(_ shift: UInt32) -> UInt8 { 0x80 | UInt8(codePoint >> shift & 0x3F) }
        switch codePoint {
        case ..<0x80:
            append(UInt8(codePoint))
        case ..<0x800:
            append(0xC0 | UInt8(codePoint >> 6))
            append(continuation(0))
        case ..<0x10000:
            append(0xE0 | UInt8(codePoint >> 12))
            append(contentsOf: [continuation(6), continuation(0)])
        default:
            append(0xF0 | UInt8(codePoint >> 18))
            append(contentsOf: [continuation(12), continuation(6), continuation(0)])
        }
    }
}
