// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import JSONText
internal import SQL

/// What a template makes of a value: `{msg.return|base64json}`.
enum TemplateFormat: Hashable, Sendable {
    /// The value as it is; objects and lists as JSON.
    case plain
    /// Text: numbers as digits, `true`, `false`.
    case text
    /// JSON as it was said, a string with its quotes.
    case json
    /// The text in base64.
    case base64
    /// What Python's `json.dumps` writes, in base64.
    case base64json
    /// A whole number, or a text that is one; true is 1.
    case integer
    /// A number, or a text that is one.
    case real
    /// Seconds since 1970 with six decimals; a number as it is.
    case epoch
    /// What Python's `str` makes of it.
    case python
    /// The text with `_` for all but ASCII letters, digits, `_` and `-`: one step of a metric's name.
    case name
    /// The day of a moment in UTC, `2026.11.21`, as indices are named.
    case date

    /// The names as they are written behind a path.
    static let names: [String: TemplateFormat] = [
        "text": .text, "json": .json, "base64": .base64, "base64json": .base64json, "integer": .integer, "real": .real,
        "epoch": .epoch, "python": .python, "name": .name, "date": .date,
    ]

    /// What is bound; null stays null, but for JSON and Python, which have words for it. Nil: the value has another form.
    func applied(to value: FieldValue) -> BoundValue? {
        switch self {
        case .json: return .text(value.json.text)
        case .base64json: return .text(Self.base64(value.json.pythonDumped()))
        case .python: return .text(value.json.pythonText())
        default: break
        }
        let bound = value.bound
        if bound == .null { return bound }
        switch self {
        case .text: return .text(bound.text)
        case .base64: return .text(Self.base64(bound.text))
        case .integer: return Self.integer(bound)
        case .real: return Self.real(bound)
        case .epoch: return Self.epoch(bound)
        case .name: return Self.name(bound.text)
        case .date: return Self.date(bound)
        case .plain, .json, .base64json, .python: return bound
        }
    }

    /// What is wrong with a value that has another form.
    var complaint: String {
        switch self {
        case .integer: "is no whole number"
        case .epoch: "is neither a moment nor a number"
        case .name: "is empty"
        case .date: "is no moment"
        default: "is no number"
        }
    }

    static func base64(_ text: String) -> String {
        Data(text.utf8).base64EncodedString()
    }

    private static func name(_ text: String) -> BoundValue? {
        let bytes = text.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
                byte
            default: UInt8(ascii: "_")
            }
        }
        return bytes.isEmpty ? nil : .text(String(decoding: bytes, as: UTF8.self))
    }

    private static func date(_ value: BoundValue) -> BoundValue? {
        guard case .timestamp(let time) = value else { return nil }
        return .text(String(time.description.prefix { $0 != "T" }).replacing("-", with: "."))
    }

    private static func integer(_ value: BoundValue) -> BoundValue? {
        switch value {
        case .integer: value
        case .boolean(let truth): .integer(truth ? 1 : 0)
        case .number(let text): Double(text).flatMap(Int64.init(exactly:)).map { .integer($0) }
        case .text(let text): Int64(text).map { .integer($0) }
        case .null, .timestamp: nil
        }
    }

    private static func real(_ value: BoundValue) -> BoundValue? {
        switch value {
        case .integer, .number: value
        case .text(let text): Double(text).map { _ in .number(text) }
        case .null, .timestamp, .boolean: nil
        }
    }

    private static func epoch(_ value: BoundValue) -> BoundValue? {
        switch value {
        case .integer, .number: return value
        case .timestamp(let time):
            let (seconds, rest) = time.microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
            let decimals = String(String(rest + 1_000_000).dropFirst())
            return .number("\(time.microseconds < 0 ? "-" : "")\(seconds).\(decimals)")
        case .null, .text, .boolean: return nil
        }
    }
}
