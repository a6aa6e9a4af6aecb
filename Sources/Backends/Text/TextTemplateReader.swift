// SPDX-License-Identifier: Apache-2.0

internal import Flow

/// Reads the text of a template from its beginning to its end.
struct TextTemplateReader {
    private var rest: Substring
    private var pieces: [TextTemplate.Piece] = []
    private var text = ""

    /// The pieces of a template.
    static func pieces(of text: String) throws(TextTemplateError) -> [TextTemplate.Piece] {
        var reader = TextTemplateReader(rest: text[...])
        while let character = reader.rest.popFirst() { try reader.take(character, of: text) }
        reader.endText()
        return reader.pieces
    }

    private init(rest: Substring) {
        self.rest = rest
    }

    private mutating func take(_ character: Character, of whole: String) throws(TextTemplateError) {
        switch character {
        case "{", "}":
            if rest.first == character {
                text.append(rest.removeFirst())
            } else if character == "}" {
                throw TextTemplateError(
                    text: whole, reason: "a brace closes that was not opened; }} is one of the text")
            } else {
                endText()
                pieces.append(try value(of: whole))
            }
        default: text.append(character)
        }
    }

    private mutating func endText() {
        if !text.isEmpty { pieces.append(.text(text)) }
        text = ""
    }

    /// What stands between an opening brace and its closing one, which may stand in a quoted name, too.
    private mutating func value(of whole: String) throws(TextTemplateError) -> TextTemplate.Piece {
        guard let end = endOfValue else {
            throw TextTemplateError(text: whole, reason: "a brace is not closed; {{ is one of the text")
        }
        let inside = rest[..<end]
        rest = rest[rest.index(after: end)...]
        let (path, name) = Self.parts(of: inside)
        guard let name else { return path == "record" ? .record : .value(try Self.path(path, whole), .plain) }
        guard let spelling = TextTemplate.Spelling(rawValue: String(name)), spelling != .plain else {
            throw TextTemplateError(text: whole, reason: "there is no way of writing \"\(name)\": name, json, date")
        }
        return .value(try Self.path(path, whole), spelling)
    }

    private var endOfValue: Substring.Index? {
        var isQuoted = false
        var isEscaped = false
        return rest.firstIndex { character in
            defer { isEscaped = isQuoted && !isEscaped && character == "\\" }
            if character == "\"", !isEscaped { isQuoted.toggle() }
            return character == "}" && !isQuoted
        }
    }

    /// A path, and what stands behind the last bar that is not in quotes.
    private static func parts(of inside: Substring) -> (path: Substring, name: Substring?) {
        guard let bar = inside.lastIndex(of: "|"), !inside[bar...].contains("\"") else { return (inside, nil) }
        return (inside[..<bar], inside[inside.index(after: bar)...])
    }

    private static func path(_ path: Substring, _ whole: String) throws(TextTemplateError) -> FieldPath {
        do throws(SelectionError) {
            return try FieldPath(String(path))
        } catch {
            throw TextTemplateError(text: whole, reason: "\(error)")
        }
    }
}
