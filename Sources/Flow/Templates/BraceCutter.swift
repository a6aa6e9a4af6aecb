// SPDX-License-Identifier: Apache-2.0

/// Cuts a text at its placeholders in braces.
struct BraceCutter {
    /// A part of the text.
    enum Part: Hashable {
        /// As it stands, doubled braces single.
        case text(String)
        /// What stands between braces.
        case placeholder(String)
    }

    private let bytes: [UInt8]
    private var position = 0
    /// Where the last part began: bytes of UTF-8 before it.
    private(set) var offset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The next part; nil at the end.
    mutating func next() throws(TemplateError) -> Part? {
        offset = position
        guard position < bytes.count else { return nil }
        if bytes[position] == UInt8(ascii: "{"), !isDoubled { return .placeholder(try placeholder()) }
        var text: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                if !isDoubled { break }
                position += 1
            }
            text.append(byte)
            position += 1
        }
        guard position == bytes.count || bytes[position] == UInt8(ascii: "{") else {
            throw TemplateError(offset: position, reason: "a brace closes that was not opened; }} is one brace")
        }
        return .text(String(decoding: text, as: UTF8.self))
    }

    private var isDoubled: Bool { position + 1 < bytes.count && bytes[position + 1] == bytes[position] }

    private mutating func placeholder() throws(TemplateError) -> String {
        let start = position + 1
        guard let end = Self.endOfPlaceholder(in: bytes, from: start) else {
            throw TemplateError(offset: offset, reason: "a placeholder does not end")
        }
        position = end + 1
        return String(decoding: bytes[start..<end], as: UTF8.self)
    }

    /// Where the brace stands that closes a placeholder; a name in quotes may hold braces. Nil: it is not closed.
    static func endOfPlaceholder(in bytes: [UInt8], from start: Int) -> Int? {
        var isInQuotes = false
        var position = start
        while position < bytes.count, isInQuotes || bytes[position] != UInt8(ascii: "}") {
            if bytes[position] == UInt8(ascii: "\"") { isInQuotes.toggle() }
            position += isInQuotes && bytes[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        return position < bytes.count ? position : nil
    }
}
