// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// An envelope's members, the last of each name, taken out one by one; what is not taken is the rest.
struct EnvelopeMembers {
    /// All of them, also what is taken.
    let members: JSONMembers
    private var isTaken: [Bool]
    private var kept: [(name: JSONText, value: JSONText)] = []
    /// Whether an archive wrote this: null then stands for what was not said.
    let isDumped: Bool

    init(_ members: JSONMembers, isDumped: Bool) {
        self.isDumped = isDumped
        self.members = members
        isTaken = [Bool](repeating: false, count: members.count)
    }

    /// Whether there is such a member, not taken yet.
    func has(_ name: String) -> Bool {
        var isThere = false
        members.forEachPlace(of: name) { isThere = isThere || !isTaken[$0] }
        return isThere
    }

    /// Takes a member out.
    mutating func take(_ name: String) -> JSONText? {
        var found: Int?
        members.forEachPlace(of: name) { place in
            if !isTaken[place] { found = place }
            isTaken[place] = true
        }
        return found.map { members.value(at: $0) }
    }

    /// Takes a value out; null counts as absent, and is kept in the rest where it was said.
    mutating func takeValue(_ name: String) -> JSONText? {
        guard let value = take(name) else { return nil }
        guard value.kind == .null else { return value }
        if !isDumped { keep(name, value) }
        return nil
    }

    /// Takes a text out. Null counts as absent; what is no text is kept in the rest.
    ///
    /// - Throws: `UnstorableText` when it holds a NUL or half a surrogate pair.
    mutating func takeText(_ name: String) throws(UnstorableText) -> String? {
        guard let value = takeValue(name) else { return nil }
        guard value.kind == .string else {
            keep(name, value)
            return nil
        }
        return try value.storableText(of: name)
    }

    /// Puts a member among the rest, as it was said; what `as_said` told already stands.
    mutating func keep(_ name: String, _ value: JSONText) {
        keep(name: JSONText.string(name), value)
    }

    /// The same, under a name spelled as it was said.
    mutating func keep(name: JSONText, _ value: JSONText) {
        if !kept.contains(where: { $0.name == name }) { kept.append((name, value)) }
    }

    /// What was not taken or was kept: a JSON object, or nil when nothing is left.
    var rest: String? {
        let left = left
        guard !left.isEmpty || !kept.isEmpty else { return nil }
        let spelled =
            kept.map { $0.name.text + ":" + $0.value.text }
            + left.map { String(decoding: $0.rawName, as: UTF8.self) + ":" + $0.value.text }
        return "{" + spelled.joined(separator: ",") + "}"
    }
}

extension EnvelopeMembers {
    /// What was not taken, the last of each name.
    private var left: [JSONText.Member] {
        let left = isTaken.indices.filter { !isTaken[$0] }.map { members[$0] }
        guard left.count > 1 else { return left }
        let last = Dictionary(left.enumerated().map { ($1.key, $0) }) { _, later in later }
        return left.enumerated().filter { last[$1.key] == $0 }.map(\.element)
    }
}

extension JSONText.Member {
    /// What tells this member from others: names that look alike, or hold half a surrogate pair, are not the same.
    fileprivate var key: ExactText {
        guard rawName.contains(UInt8(ascii: "\\")) else {
            return ExactText(String(decoding: rawName.dropFirst().dropLast(), as: UTF8.self))
        }
        return ExactText(nameText.string ?? String(decoding: nameText.canonical(), as: UTF8.self))
    }
}

extension JSONText {
    /// The decoded text of a string that a database can keep.
    ///
    /// - Throws: `UnstorableText` when it holds a NUL or half a surrogate pair, or is no string.
    func storableText(of member: String) throws(UnstorableText) -> String {
        guard let text = string, !hasNULOrLoneSurrogate else { throw UnstorableText(member: member) }
        return text
    }

    /// Whether a string inside spells a NUL, `\u0000`. A half surrogate pair does no harm in a text kept as JSON.
    var saysNUL: Bool {
        var previous: UInt8 = 0
        for (place, byte) in zip(bytes.indices, bytes) {
            if previous == UInt8(ascii: "\\") {
                if bytes[place...].starts(with: "u0000".utf8) { return true }
                previous = 0
            } else {
                previous = byte
            }
        }
        return false
    }
}

/// A text that no database can keep.
struct UnstorableText: Error {
    let member: String
    var problem = "is no text, or holds a NUL or half a surrogate pair"
}
