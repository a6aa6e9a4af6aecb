// SPDX-License-Identifier: Apache-2.0

/// Reads the text of a path from its beginning to its end.
struct FieldPathReader {
    private let text: String
    private let bytes: [UInt8]
    private var position = 0

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
    }

    /// A name, in quotes or not.
    mutating func name() throws(SelectionError) -> String {
        if position < bytes.count, bytes[position] == UInt8(ascii: "\"") { return try quotedName() }
        let name = bytes[position...].prefix { !Array(".[]\"{}|".utf8).contains($0) }
        guard !name.isEmpty else { throw error("a name is missing") }
        position = name.endIndex
        return String(decoding: name, as: UTF8.self)
    }

    /// All that follows the first name.
    mutating func steps() throws(SelectionError) -> [FieldPath.Step] {
        var steps: [FieldPath.Step] = []
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "."):
                position += 1
                steps.append(.member(try name()))
            case UInt8(ascii: "["):
                steps.append(.element(try element()))
            default:
                throw error("wanted is a dot, [NUMBER] or the end")
            }
        }
        return steps
    }

    private mutating func element() throws(SelectionError) -> Int {
        let digits = bytes[(position + 1)...].prefix { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
        let end = digits.endIndex
        guard let number = Int(String(decoding: digits, as: UTF8.self)), end < bytes.count,
            bytes[end] == UInt8(ascii: "]")
        else { throw error("wanted is a number in brackets, counted from 0") }
        position = end + 1
        return number
    }

    private mutating func quotedName() throws(SelectionError) -> String {
        var name: [UInt8] = []
        var next = position + 1
        while next < bytes.count, bytes[next] != UInt8(ascii: "\"") {
            if bytes[next] == UInt8(ascii: "\\") { next += 1 }
            guard next < bytes.count else { break }
            name.append(bytes[next])
            next += 1
        }
        guard next < bytes.count else { throw error("the name in quotes does not end") }
        position = next + 1
        return String(decoding: name, as: UTF8.self)
    }

    private func error(_ reason: String) -> SelectionError {
        SelectionError(code: .path, text: text, offset: position, reason: reason)
    }
}
