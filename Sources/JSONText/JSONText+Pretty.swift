// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// The same tokens in the same order and spelling, one member or element a line, laid out like Python's
    /// `json.dumps(indent=…)`; `{}` and `[]` when empty.
    ///
    /// - Parameter indent: spaces for each level, 0 or more. Deep values grow by as much on each of their lines.
    package func pretty(indent: Int) -> String {
        precondition(indent >= 0, "an indent is a number of spaces")
        return bytes.withUnsafeBytes { buffer in
            var walker = JSONWalker(buffer)
            var layout = PrettyLayout(indent: indent)
            while let token = walker.nextToken() { layout.append(buffer[token]) }
            return String(decoding: layout.output, as: UTF8.self)
        }
    }
}

/// Puts tokens on lines.
private struct PrettyLayout {
    private(set) var output: [UInt8] = []
    private let indent: Int
    private var depth = 0
    private var isAfterOpening = false

    init(indent: Int) {
        self.indent = indent
    }

    mutating func append(_ token: Slice<UnsafeRawBufferPointer>) {
        let first = token[token.startIndex]
        let isClosing = first == .closeBrace || first == .closeBracket
        if isClosing { depth -= 1 }
        if isClosing != isAfterOpening { breakLine() }
        output.append(contentsOf: token)
        isAfterOpening = first == .openBrace || first == .openBracket
        if isAfterOpening { depth += 1 }
        if first == .comma { breakLine() }
        if first == .colon { output.append(UInt8(ascii: " ")) }
    }

    private mutating func breakLine() {
        output.append(UInt8(ascii: "\n"))
        output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: depth * indent))
    }
}
