// SPDX-License-Identifier: Apache-2.0

extension TemplateField {
    /// Reads `hostname`, `path`, `path|format`, `path?` or `path|format?`.
    init(named content: String, hostname: String) throws(TemplateError) {
        guard content != "hostname" else {
            self = .constant(hostname)
            return
        }
        let mayBeMissing = content.hasSuffix("?")
        let rest = mayBeMissing ? content.dropLast() : content[...]
        let (path, format) = Self.halves(of: rest)
        self = .named(try Self.path(path), try Self.format(format), mayBeMissing: mayBeMissing)
    }

    /// Split at the last bar that stands in no quotes.
    private static func halves(of text: Substring) -> (path: Substring, format: Substring?) {
        guard let bar = text.lastIndex(of: "|"), !text[bar...].contains("\"") else { return (text, nil) }
        return (text[..<bar], text[text.index(after: bar)...])
    }

    private static func path(_ text: Substring) throws(TemplateError) -> FieldPath {
        do throws(SelectionError) {
            return try FieldPath(String(text))
        } catch {
            throw TemplateError(offset: nil, reason: "\(error)")
        }
    }

    private static func format(_ name: Substring?) throws(TemplateError) -> TemplateFormat {
        guard let name else { return .plain }
        if let format = TemplateFormat.names[String(name)] { return format }
        let known = TemplateFormat.names.keys.sorted().joined(separator: ", ")
        throw TemplateError(offset: nil, reason: "there is no format \(name); there are \(known)")
    }
}
