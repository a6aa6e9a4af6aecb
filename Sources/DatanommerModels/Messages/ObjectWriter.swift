// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Puts a JSON object together on one line, member by member. Line breaks inside, which in JSON stand only between tokens,
/// become spaces.
struct ObjectWriter {
    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    /// Begins another object in the same place.
    mutating func restart() {
        bytes.removeSubrange(1...)
    }

    /// Begins a member; its value comes next.
    mutating func add(name: String) {
        separate()
        bytes.append(UInt8(ascii: "\""))
        bytes.append(contentsOf: name.utf8)
        bytes.append(contentsOf: "\": ".utf8)
    }

    /// The value of the member begun last: text that is to become a string.
    mutating func quote(_ text: UnsafeRawBufferPointer) { bytes.appendQuoted(text) }

    /// The value of the member begun last: text that is to become a string.
    mutating func quote(_ text: String) { bytes.appendQuoted(text) }

    /// The value of the member begun last: JSON.
    mutating func spell(_ value: UnsafeRawBufferPointer) { bytes.appendOnOneLine(value) }

    /// The value of the member begun last: JSON on one line.
    mutating func spell(_ value: [UInt8]) { bytes.append(contentsOf: value) }

    /// The value of the member begun last: JSON.
    mutating func spell(_ value: JSONText) { value.bytes.withUnsafeBytes { bytes.appendOnOneLine($0) } }

    /// The value of the member begun last: JSON.
    mutating func spell(_ value: String) {
        var value = value
        value.withUTF8 { bytes.appendOnOneLine(UnsafeRawBufferPointer($0)) }
    }

    mutating func add(_ name: String, spelled value: String) {
        add(name: name)
        spell(value)
    }

    /// A member under a name that is spelled as it was said.
    mutating func add(_ member: JSONText.Member) {
        separate()
        bytes.append(contentsOf: member.rawName)
        bytes.append(contentsOf: ": ".utf8)
        spell(member.value)
    }

    mutating func add(_ name: String, _ value: JSONText) {
        add(name: name)
        spell(value)
    }

    mutating func add(_ name: String, _ value: String) {
        add(name: name)
        quote(value)
    }

    /// What was said in an odd type, else the column's text, else nothing.
    mutating func add(_ name: String, present said: JSONText?, _ column: String?) {
        if let value = said ?? column.map({ JSONText.string($0) }) { add(name, value) }
    }

    private mutating func separate() {
        if bytes.count > 1 { bytes.append(contentsOf: ", ".utf8) }
    }

    /// The object, as text.
    var finished: String { String(decoding: bytes, as: UTF8.self) + "}" }

    /// Ends the object, and lends it.
    mutating func finish(_ body: (UnsafeRawBufferPointer) throws -> Void) rethrows {
        bytes.append(UInt8(ascii: "}"))
        try bytes.withUnsafeBytes(body)
    }
}
