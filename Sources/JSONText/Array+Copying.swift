// SPDX-License-Identifier: Apache-2.0

/// JSON put together out of bytes that lie elsewhere, such as in a row of a database.
extension [UInt8] {
    /// Appends a text in UTF-8 as a JSON string; only what must be is escaped.
    package mutating func appendQuoted(_ text: UnsafeRawBufferPointer) {
        append(.quote)
        var position = 0
        while true {
            let escaped = text.nextToEscape(from: position)
            append(contentsOf: UnsafeRawBufferPointer(rebasing: text[position..<escaped]))
            guard escaped < text.count else { break }
            appendEscape(UInt16(text[escaped]))
            position = escaped + 1
        }
        append(.quote)
    }

    /// Appends a text as a JSON string; only what must be is escaped.
    package mutating func appendQuoted(_ text: String) {
        var text = text
        text.withUTF8 { appendQuoted(UnsafeRawBufferPointer($0)) }
    }

    /// Appends a JSON value as it is spelled, but for line breaks, which stand only between tokens and become spaces.
    package mutating func appendOnOneLine(_ value: UnsafeRawBufferPointer) {
        var position = 0
        while true {
            let lineBreak = value.nextLineBreak(from: position)
            append(contentsOf: UnsafeRawBufferPointer(rebasing: value[position..<lineBreak]))
            guard lineBreak < value.count else { return }
            append(UInt8(ascii: " "))
            position = lineBreak + 1
        }
    }
}
