// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Puts a JSON object together on one line, member by member.
struct ObjectWriter {
    private var text = "{"

    mutating func add(_ name: String, spelled value: String) {
        add(quotedName: "\"\(name)\"", value)
    }

    mutating func add(rawName: ArraySlice<UInt8>, spelled value: String) {
        add(quotedName: String(decoding: rawName, as: UTF8.self), value)
    }

    mutating func add(_ name: String, _ value: JSONText) { add(name, spelled: value.text) }

    mutating func add(_ name: String, _ value: String) { add(name, .string(value)) }

    /// What was said in an odd type, else the column's text, else null.
    mutating func add(_ name: String, _ said: JSONText?, else column: String?) {
        add(name, said ?? column.map { .string($0) } ?? .null)
    }

    /// What was said in an odd type, else the column's text, else nothing.
    mutating func add(_ name: String, present said: JSONText?, _ column: String?) {
        if let value = said ?? column.map({ JSONText.string($0) }) { add(name, value) }
    }

    private mutating func add(quotedName: String, _ value: String) {
        if text.utf8.count > 1 { text += ", " }
        text += quotedName
        text += ": "
        text += value
    }

    /// The object. Line breaks, which in JSON stand only between tokens, become spaces.
    var finished: String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text + "}" }
        let spaced = text.utf8.map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 }
        return String(decoding: spaced, as: UTF8.self) + "}"
    }
}
