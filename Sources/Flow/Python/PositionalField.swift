// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// One of the fields of a positional template.
enum PositionalField: Hashable, Sendable, CustomStringConvertible {
    /// What becomes of a value before it is formatted.
    enum Preparation: Hashable, Sendable {
        case asIs
        /// What Python's `json.dumps` writes, in base64.
        case base64json
        /// A list's elements with commas in between.
        case joined
    }

    case constant(String)
    case path(FieldPath, Preparation)

    func value(in record: Record) throws(TemplateRefusal) -> FieldValue {
        switch self {
        case .constant(let text): return .text(text)
        case .path(let path, let preparation):
            guard let value = record[path] else { throw TemplateRefusal("\(path) is missing") }
            return preparation.applied(to: value)
        }
    }

    /// The field for the operator.
    var description: String {
        switch self {
        case .constant(let text): text
        case .path(let path, _): path.description
        }
    }
}

extension PositionalField.Preparation {
    fileprivate func applied(to value: FieldValue) -> FieldValue {
        switch self {
        case .asIs: return value
        case .base64json: return .text(TemplateFormat.base64(value.json.pythonDumped()))
        case .joined:
            guard value.json.kind == .array else { return value }
            return .text(value.json.elements().map { $0.pythonText() }.joined(separator: ","))
        }
    }
}
