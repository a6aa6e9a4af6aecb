// SPDX-License-Identifier: Apache-2.0

/// What is bound in one place of a statement: a field, or a string of the template's with fields in it.
enum TemplateParameter: Hashable, Sendable {
    /// A part of a string.
    enum Part: Hashable, Sendable {
        case text(String)
        case field(TemplateField)
    }

    /// A placeholder that stands by itself.
    case field(TemplateField)
    /// A string in quotes with placeholders: all of it is one text.
    case string([Part])

    func value(in record: Record) throws(TemplateRefusal) -> BoundValue {
        switch self {
        case .field(let field): return try field.value(in: record)
        case .string(let parts):
            if case .field(let field) = parts[0], parts.count == 1 { return try Self.text(of: field, record) }
            var text = ""
            for part in parts { text += try Self.text(of: part, record) }
            return .text(text)
        }
    }

    /// A string that is one placeholder is null where the value is.
    private static func text(of field: TemplateField, _ record: Record) throws(TemplateRefusal) -> BoundValue {
        let value = try field.value(in: record)
        return value == .null ? .null : .text(value.text)
    }

    private static func text(of part: Part, _ record: Record) throws(TemplateRefusal) -> String {
        switch part {
        case .text(let text): text
        case .field(let field): try field.value(in: record).text
        }
    }
}
