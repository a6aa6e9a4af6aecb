// SPDX-License-Identifier: Apache-2.0

/// Cuts the text of a template at its placeholders, so that values never become part of the statement.
///
/// It knows of SQL what tells where a value may stand: strings, names in quotes, comments. A string with placeholders
/// becomes one parameter; in names and comments they are refused.
struct TemplateScanner {
    /// What a placeholder stands for.
    enum Placeholder {
        /// Text of the settings', such as the table's name.
        case text(String)
        case field(TemplateField)
    }

    private let bytes: [UInt8]
    private let spelling: SQLSpelling
    /// Told what stands in the braces, and whether they stand in a string.
    private let resolve: (String, Bool) throws(TemplateError) -> Placeholder
    private var position = 0
    private var output: [UInt8] = []
    private(set) var parameters: [TemplateParameter] = []

    init(
        _ text: String, _ spelling: SQLSpelling,
        _ resolve: @escaping (String, Bool) throws(TemplateError) -> Placeholder
    ) {
        bytes = Array(text.utf8)
        self.spelling = spelling
        self.resolve = resolve
    }

    /// The statement's text, its parameters spelled; without a semicolon at its end.
    mutating func statement() throws(TemplateError) -> String {
        while position < bytes.count { try step() }
        while let last = output.last, last == UInt8(ascii: ";") || last == 0x20 || last == 0x0A { output.removeLast() }
        guard !output.isEmpty else { throw error("it is empty") }
        guard !output.contains(0) else { throw error("it contains a NUL character") }
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func step() throws(TemplateError) {
        guard !spelling.isParameter(bytes, at: position) else {
            throw error("a parameter is written by hand; wanted is a placeholder in braces")
        }
        switch bytes[position] {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): try string(endingWith: bytes[position])
        case UInt8(ascii: "`"): try stretch(to: "`", "a name in quotes")
        case UInt8(ascii: "-") where isAt("--"): try stretch(to: "\n", "a comment")
        case UInt8(ascii: "/") where isAt("/*"): try stretch(to: "*/", "a comment")
        case UInt8(ascii: "{"), UInt8(ascii: "}"):
            switch try brace(inString: false) {
            case .text(let text): output += text.utf8
            case .field(let field): append(.field(field))
            }
        default: copy(1)
        }
    }

    /// A comment or a name, where no value can stand.
    private mutating func stretch(to end: String, _ what: String) throws(TemplateError) {
        copy(end.utf8.count)
        while position < bytes.count, !isAt(end) {
            guard bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "}") else {
                copy(1)
                continue
            }
            guard case .text(let text) = try brace(inString: false) else {
                throw error("a placeholder stands in \(what), where no value can be")
            }
            output += text.utf8
        }
        copy(end.utf8.count)
    }

    private mutating func string(endingWith quote: UInt8) throws(TemplateError) {
        let start = position
        var parts: [TemplateParameter.Part] = []
        var text: [UInt8] = []
        position += 1
        while true {
            guard position < bytes.count else { throw TemplateError(offset: start, reason: "a string does not end") }
            let byte = bytes[position]
            if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") {
                switch try brace(inString: true) {
                case .text(let more): text += more.utf8
                case .field(let field):
                    if !text.isEmpty { parts.append(.text(String(decoding: text, as: UTF8.self))) }
                    parts.append(.field(field))
                    text = []
                }
            } else if byte == UInt8(ascii: "\\"), spelling.hasBackslashEscapes {
                text += bytes[position..<min(position + 2, bytes.count)]
                position += 2
            } else if byte == quote, isAt([quote, quote]) {
                text += [quote, quote]
                position += 2
            } else if byte == quote {
                break
            } else {
                text.append(byte)
                position += 1
            }
        }
        position += 1
        try finish(parts, text, quote)
    }

    private mutating func finish(
        _ parts: [TemplateParameter.Part], _ text: [UInt8], _ quote: UInt8
    ) throws(TemplateError) {
        guard !parts.isEmpty else {
            output += [quote] + text + [quote]
            return
        }
        var all = parts
        if !text.isEmpty { all.append(.text(String(decoding: text, as: UTF8.self))) }
        append(.string(try all.map { part throws(TemplateError) in try unescaped(part, quote) }))
    }

    /// The text that a string's spelling stands for.
    private func unescaped(
        _ part: TemplateParameter.Part, _ quote: UInt8
    ) throws(TemplateError) -> TemplateParameter.Part {
        guard case .text(let text) = part else { return part }
        guard !spelling.hasBackslashEscapes || !text.utf8.contains(UInt8(ascii: "\\")) else {
            throw error("a string has both a placeholder and a backslash; write CONCAT of two strings")
        }
        var bytes: [UInt8] = []
        var isSecond = false
        for byte in text.utf8 {
            isSecond = byte == quote && !isSecond && bytes.last == quote
            if !isSecond { bytes.append(byte) }
        }
        return .text(String(decoding: bytes, as: UTF8.self))
    }

    /// `{{`, `}}` or a placeholder.
    private mutating func brace(inString: Bool) throws(TemplateError) -> Placeholder {
        for brace in ["{", "}"] where isAt(brace + brace) {
            position += 2
            return .text(brace)
        }
        guard bytes[position] == UInt8(ascii: "{") else {
            throw error("a brace closes that was not opened; }} is one brace")
        }
        let start = position
        guard let end = BraceCutter.endOfPlaceholder(in: bytes, from: start + 1) else {
            throw TemplateError(offset: start, reason: "a placeholder does not end")
        }
        let content = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        position = end + 1
        do throws(TemplateError) {
            return try resolve(content, inString)
        } catch {
            throw TemplateError(offset: start, reason: error.reason)
        }
    }

    private mutating func append(_ parameter: TemplateParameter) {
        parameters.append(parameter)
        output += spelling.parameter(parameters.count).utf8
    }

    private mutating func copy(_ count: Int) {
        let end = min(position + count, bytes.count)
        output += bytes[position..<end]
        position = end
    }

    private func isAt(_ text: String) -> Bool { isAt(Array(text.utf8)) }

    private func isAt(_ text: [UInt8]) -> Bool { bytes[position...].starts(with: text) }

    private func error(_ reason: String) -> TemplateError {
        TemplateError(offset: position, reason: reason)
    }
}
