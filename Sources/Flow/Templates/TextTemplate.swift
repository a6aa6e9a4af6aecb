// SPDX-License-Identifier: Apache-2.0

/// A text with values of a record in it, such as `salt.{msg.id|name}.load`; made once, filled for each record.
///
/// In braces stands what stands there in a statement's template: `{path}`, `{path|format}`, `{path?}`, `{hostname}`, and
/// `{record}`, the whole record as JSON on one line. `{{` and `}}` are braces of the text.
package struct TextTemplate: Hashable, Sendable, CustomStringConvertible {
    private enum Piece: Hashable, Sendable {
        case text(String)
        case field(TemplateField)
        case record
    }

    private let pieces: [Piece]
    /// The template as it was written.
    package let description: String

    /// Reads a template.
    ///
    /// - Parameter hostname: what `{hostname}` stands for.
    /// - Throws: `TemplateError` with the place and what is wrong there.
    package init(_ text: String, hostname: String) throws(TemplateError) {
        var pieces: [Piece] = []
        var cutter = BraceCutter(text)
        while let part = try cutter.next() {
            switch part {
            case .text(let text): pieces.append(.text(text))
            case .placeholder("record"): pieces.append(.record)
            case .placeholder(let content):
                do throws(TemplateError) {
                    pieces.append(.field(try TemplateField(named: content, hostname: hostname)))
                } catch {
                    throw TemplateError(offset: cutter.offset, reason: error.reason)
                }
            }
        }
        self.pieces = pieces
        description = text
    }

    /// The template filled with a record's values.
    ///
    /// - Throws: `TemplateRefusal` where the record has none, or null, where one is wanted.
    package func filled(from record: Record) throws(TemplateRefusal) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .record: record.appendJSON(to: &bytes)
            case .field(let field): bytes.append(contentsOf: try field.text(in: record).utf8)
            }
        }
        return bytes
    }
}

extension TemplateField {
    /// The value within a text. Null, which has no spelling there, is missing.
    fileprivate func text(in record: Record) throws(TemplateRefusal) -> String {
        let value = try value(in: record)
        if value == .null, case .named(let path, _, mayBeMissing: false) = self {
            throw TemplateRefusal("\(path) is null")
        }
        return value.text
    }
}
