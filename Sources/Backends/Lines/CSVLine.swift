// SPDX-License-Identifier: Apache-2.0

internal import Flow
internal import JSONText
internal import SQL

/// A line of comma-separated values as RFC 4180 has it, but for its end: a line feed alone.
struct CSVLine {
    private(set) var bytes: [UInt8] = []
    private var isFirst = true

    /// A line of names.
    init(names: [String]) {
        for name in names { add(Array(name.utf8)) }
        bytes.append(UInt8(ascii: "\n"))
    }

    /// A line of values: texts as they are, null as nothing, lists and objects as JSON.
    init(_ values: [FieldValue]) {
        for value in values { add(Self.bytes(of: value)) }
        bytes.append(UInt8(ascii: "\n"))
    }

    private static func bytes(of value: FieldValue) -> [UInt8] {
        switch value {
        case .null: []
        case .boolean(let value): Array("\(value)".utf8)
        case .integer(let value): Array("\(value)".utf8)
        case .text(let text): Array(text.utf8)
        case .timestamp(let time): Array(time.description.utf8)
        case .json(let json): bytes(of: json)
        }
    }

    private static func bytes(of json: JSONText) -> [UInt8] {
        switch json.kind {
        case .null: []
        case .string: json.stringWithReplacements.map { Array($0.utf8) } ?? Array(json.bytes)
        default: Array(json.bytes)
        }
    }

    private mutating func add(_ value: [UInt8]) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        guard value.contains(where: { Array("\",\r\n".utf8).contains($0) }) else { return bytes += value }
        bytes.append(UInt8(ascii: "\""))
        for byte in value {
            if byte == UInt8(ascii: "\"") { bytes.append(byte) }
            bytes.append(byte)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
