// SPDX-License-Identifier: Apache-2.0

package import Flow
internal import JSONText
internal import SQL

/// A text with values of a record in it, such as `salt.{msg.id|name}.load`; made once, filled for each record.
///
/// In braces stands a ``FieldPath``, and behind a bar how the value is written; two braces are one of the text.
///
/// | written | becomes |
/// |---|---|
/// | `{msg.id}` | text as it is, numbers as they were said, objects and arrays as JSON on one line, times as seconds since 1970 |
/// | `{msg.id\|name}` | the same, with `_` for all but ASCII letters, digits, `_` and `-`: one step of a metric's name |
/// | `{msg\|json}` | JSON, text in quotes |
/// | `{timestamp\|date}` | `2026.11.21`, in UTC |
/// | `{record}` | the whole record as JSON on one line |
package struct TextTemplate: Hashable, Sendable, CustomStringConvertible {
    /// How a value is written.
    enum Spelling: String, Hashable, Sendable {
        case plain, name, json, date
    }

    enum Piece: Hashable, Sendable {
        case text(String)
        case value(FieldPath, Spelling)
        case record
    }

    let pieces: [Piece]
    /// The template as it was written.
    package let description: String

    /// Reads a template.
    ///
    /// - Throws: `TextTemplateError` with what is wrong in it.
    package init(_ text: String) throws(TextTemplateError) {
        pieces = try TextTemplateReader.pieces(of: text)
        description = text
    }

    /// The template filled with a record's values.
    ///
    /// - Throws: `MissingValue` where the record has none, or null, or a value that cannot be written so.
    package func filled(from record: Record) throws(MissingValue) -> [UInt8] {
        var bytes: [UInt8] = []
        for piece in pieces {
            switch piece {
            case .text(let text): bytes.append(contentsOf: text.utf8)
            case .record: record.appendJSON(to: &bytes)
            case .value(let path, let spelling):
                guard let value = record[path] else { throw MissingValue(path: path.description) }
                guard value.append(to: &bytes, spelling) else { throw MissingValue(path: path.description) }
            }
        }
        return bytes
    }
}

/// A record does not have what a template wants.
package struct MissingValue: Error, Hashable, Sendable {
    /// The path at which there is nothing, or nothing that can be written.
    package let path: String

    /// Why the record is refused, for the operator.
    package var reason: String { "there is nothing to write at \(path)" }
}

extension FieldValue {
    /// Writes the value behind what a buffer holds; false if it cannot be written so.
    fileprivate func append(to bytes: inout [UInt8], _ spelling: TextTemplate.Spelling) -> Bool {
        switch spelling {
        case .json: appendJSON(to: &bytes)
        case .date:
            guard case .timestamp(let time) = self else { return false }
            bytes.append(contentsOf: time.description.prefix(10).replacing("-", with: ".").utf8)
        case .plain:
            guard let text = plain else { return false }
            bytes.append(contentsOf: text)
        case .name:
            guard let text = plain, !text.isEmpty else { return false }
            bytes.append(contentsOf: text.map { $0.isOfAName ? $0 : UInt8(ascii: "_") })
        }
        return true
    }

    /// Nil for null.
    private var plain: [UInt8]? {
        switch self {
        case .null: return nil
        case .text(let text): return Array(text.utf8)
        case .json(let value) where value.kind == .null: return nil
        case .json(let value) where value.kind == .string: return value.stringWithReplacements.map { Array($0.utf8) }
        default:
            var bytes: [UInt8] = []
            appendJSON(to: &bytes)
            return bytes
        }
    }
}

extension UInt8 {
    fileprivate var isOfAName: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
