// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

extension Record {
    /// The whole record as a JSON object on one line, its fields in their order: times in ISO 8601, JSON as it
    /// was said, but for line breaks between its tokens, which become spaces.
    package var json: [UInt8] {
        var bytes: [UInt8] = []
        appendJSON(to: &bytes)
        return bytes
    }

    /// Writes the same behind what a buffer holds.
    package func appendJSON(to bytes: inout [UInt8]) {
        bytes.appendJSON(fields.lazy.map { ($0.name, $0.value) })
    }
}

extension [UInt8] {
    /// Writes values under their names as a JSON object on one line.
    package mutating func appendJSON(_ fields: some Sequence<(String, FieldValue)>) {
        append(UInt8(ascii: "{"))
        var isFirst = true
        for (name, value) in fields {
            if !isFirst { append(UInt8(ascii: ",")) }
            isFirst = false
            appendQuoted(name)
            append(UInt8(ascii: ":"))
            value.appendJSON(to: &self)
        }
        append(UInt8(ascii: "}"))
    }
}

extension FieldValue {
    /// Writes the value as JSON on one line behind what a buffer holds.
    package func appendJSON(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
        case .integer(let value): bytes.append(contentsOf: String(value).utf8)
        case .text(let text): bytes.appendQuoted(text)
        case .timestamp(let time): bytes.appendQuoted(time.description)
        case .json(let value): value.bytes.withUnsafeBytes { bytes.appendOnOneLine($0) }
        }
    }
}
