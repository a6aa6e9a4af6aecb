// SPDX-License-Identifier: Apache-2.0

/// Tells what the placeholders of a positional template stand for, one after the other.
struct PositionalPlaceholders {
    private let table: String
    private let fields: [PositionalField]
    private var counted = 0
    /// Whether placeholders have numbers; nil before the first.
    private var isNumbered: Bool?

    init(_ template: PositionalTemplate, table: String, hostname: String) throws(TemplateError) {
        guard !table.utf8.contains(where: { $0 < 0x30 && $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "$") }) else {
            throw TemplateError(offset: nil, reason: "\"\(table)\" is no name of a table")
        }
        self.table = table
        let paths = template.fields.map { name in
            PositionalField.path(
                FieldPath(field: template.dictionary, steps: [.member(name)]), template.worker.preparation(of: name))
        }
        fields = paths + (template.worker == .newJob ? [.constant(hostname)] : [])
    }

    /// What stands between braces, such as `1!r:>20`.
    mutating func placeholder(_ content: String, isQuoted: Bool) throws(TemplateError) -> TemplateScanner.Placeholder {
        let digits = content.prefix { $0.isASCII && $0.isNumber }
        let number = try number(digits)
        let format = try PythonFormat(content.dropFirst(digits.count))
        guard number > 0 else {
            guard format.isPlain else { throw error("the table's name is not to be formatted") }
            return .text(table)
        }
        guard number <= fields.count else {
            throw error("{\(content)} is field number \(number), but there are \(fields.count)")
        }
        return .field(.positional(fields[number - 1], format, isQuoted: isQuoted))
    }

    private mutating func number(_ digits: Substring) throws(TemplateError) -> Int {
        guard isNumbered != digits.isEmpty else {
            throw error("some placeholders have numbers and some have none")
        }
        isNumbered = !digits.isEmpty
        if digits.isEmpty {
            counted += 1
            return counted - 1
        }
        guard let number = Int(digits) else { throw error("\(digits) is no number of a field") }
        return number
    }

    private func error(_ reason: String) -> TemplateError { TemplateError(offset: nil, reason: reason) }
}
