// SPDX-License-Identifier: Apache-2.0

/// One placeholder: where its value comes from, and what becomes of it.
enum TemplateField: Hashable, Sendable {
    /// The same value for each record: the machine's name.
    case constant(String)
    /// `{path|format?}`; where nothing is there, null if it may be missing.
    case named(FieldPath, TemplateFormat, mayBeMissing: Bool)
    /// `{1!r:>20}` of a positional template.
    case positional(PositionalField, PythonFormat, isQuoted: Bool)

    func value(in record: Record) throws(TemplateRefusal) -> BoundValue {
        switch self {
        case .constant(let text): return .text(text)
        case .named(let path, let format, let mayBeMissing):
            guard let value = record[path] else {
                if mayBeMissing { return .null }
                throw TemplateRefusal("\(path) is missing")
            }
            guard let bound = format.applied(to: value) else { throw TemplateRefusal("\(path) \(format.complaint)") }
            return bound
        case .positional(let field, let format, let isQuoted):
            let value = try field.value(in: record)
            if !isQuoted, format.isPlain { return value.bound }
            return .text(try format.applied(to: value.json, of: field))
        }
    }
}
