// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// What stands behind the number in a placeholder of Python's `str.format`: `[key]`, `!r`, `:>20`.
struct PythonFormat: Hashable, Sendable {
    private let keys: [String]
    private let isRepresentation: Bool
    private let isText: Bool
    private let layout: PythonLayout?

    /// Whether there is nothing of it.
    var isPlain: Bool { keys.isEmpty && !isRepresentation && !isText && layout == nil }

    /// Reads it.
    init(_ text: Substring) throws(TemplateError) {
        var rest = text
        var keys: [String] = []
        while rest.first == "[" {
            guard let end = rest.firstIndex(of: "]") else { throw Self.malformed(text) }
            keys.append(String(rest[rest.index(after: rest.startIndex)..<end]))
            rest = rest[rest.index(after: end)...]
        }
        self.keys = keys
        let conversion = rest.first == "!" ? rest.dropFirst().first : nil
        guard conversion.map({ "rs".contains($0) }) ?? true else { throw Self.malformed(text) }
        isRepresentation = conversion == "r"
        isText = conversion == "s"
        if conversion != nil { rest = rest.dropFirst(2) }
        guard rest.isEmpty || rest.first == ":" else { throw Self.malformed(text) }
        layout = rest.count > 1 ? try PythonLayout(rest.dropFirst()) : nil
    }

    /// The text that Python would have made of a value.
    func applied(to whole: JSONText, of field: PositionalField) throws(TemplateRefusal) -> String {
        var value = whole
        for key in keys {
            let inner = value.kind == .array ? Int(key).flatMap { value.element(at: $0) } : value[key]
            guard let inner else { throw TemplateRefusal("\(field)[\(key)] is missing") }
            value = inner
        }
        if isRepresentation { return try laidOut(text: value.pythonRepresentation(), field) }
        if isText { return try laidOut(text: value.pythonText(), field) }
        guard let layout else { return value.pythonText() }
        guard let text = layout.applied(to: value) else {
            throw TemplateRefusal("\(field) does not fit the format \(layout)")
        }
        return text
    }

    private func laidOut(text: String, _ field: PositionalField) throws(TemplateRefusal) -> String {
        guard let layout else { return text }
        guard let text = layout.applied(toText: text) else {
            throw TemplateRefusal("\(field) does not fit the format \(layout)")
        }
        return text
    }

    private static func malformed(_ text: Substring) -> TemplateError {
        TemplateError(
            offset: nil, reason: "{…\(text)} is no placeholder: wanted is {NUMBER}, {NUMBER[KEY]}, !r, !s, :FORMAT")
    }
}
