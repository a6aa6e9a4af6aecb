// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Writes a value of MessagePack as JSON, with a stack of its own.
struct SaltBodyWriter {
    private enum Kind {
        case array, object
        /// A list of pairs, under `$map`.
        case pairs
    }

    private struct Open {
        let kind: Kind
        /// Values that are still to come; of a map keys and values.
        var remaining: Int
        /// How deep the JSON is nested inside.
        let depth: Int
        /// How many members of objects were noted before.
        let noted: Int
        var isFirst = true
    }

    /// A member of the payload that is looked for.
    private enum Wanted { case stamp, user }

    /// What a message may have around its body: the object that it is a member of.
    private static let depthAround = 1

    private var reader: MessagePackReader
    private let oddMaps: Set<Int>
    private var open: [Open] = []
    private var wanted: Wanted?
    /// Where the members of open objects begin, in the output.
    private var members: [Int] = []
    /// The objects that are closed, the inner ones first.
    private var objects = WrittenObjects()
    /// The JSON so far.
    private(set) var output: [UInt8] = []
    /// The text of the member `_stamp`, if any.
    private(set) var stamp: String?
    /// The text of the member `user`, if any.
    private(set) var user: String?

    /// - Parameter oddMaps: the places of maps that are no objects, as far as they are known.
    init(_ bytes: UnsafeRawBufferPointer, oddMaps: Set<Int> = []) {
        reader = MessagePackReader(bytes)
        self.oddMaps = oddMaps
        output.reserveCapacity(bytes.count + bytes.count / 2 + 16)
        open.reserveCapacity(16)
    }

    /// Writes the one value that the bytes are; false when an object turned out to be none.
    mutating func run() throws(MessagePackError) -> Bool {
        try value(depth: Self.depthAround)
        while let container = open.last {
            if container.remaining == 0 {
                close(container)
            } else if try !step(into: container) {
                return false
            }
        }
        guard reader.place == reader.bytes.count else { throw MessagePackError(.trailing, at: reader.place) }
        return true
    }

    /// The same JSON for everybody who says the same: the members of objects in the order of their bytes.
    var ordered: [UInt8] { objects.ordered(output) }

    /// Writes the next element, or key and value, of the innermost container.
    private mutating func step(into container: Open) throws(MessagePackError) -> Bool {
        let top = open.count - 1
        open[top].remaining -= 1
        switch container.kind {
        case .array:
            if !container.isFirst { output.append(UInt8(ascii: ",")) }
            open[top].isFirst = false
        case .object:
            guard try key(isFirst: container.isFirst) else { return false }
            open[top].remaining -= 1
            open[top].isFirst = false
        case .pairs:
            let isKey = container.remaining.isMultiple(of: 2)
            if isKey && !container.isFirst { output.append(UInt8(ascii: "]")) }
            if !(isKey && container.isFirst) { output.append(UInt8(ascii: ",")) }
            if isKey { output.append(UInt8(ascii: "[")) }
            open[top].isFirst = false
            let name = isKey ? try textAhead() : nil
            try value(depth: container.depth)
            if let name { look(at: name) }
            return true
        }
        try value(depth: container.depth)
        return true
    }

    /// Writes a name and a colon; false when it is no name.
    private mutating func key(isFirst: Bool) throws(MessagePackError) -> Bool {
        let head = try reader.head()
        guard case .text(let count) = head else { return false }
        let name = reader.take(count)
        guard name.isUTF8 else { return false }
        if !isFirst { output.append(UInt8(ascii: ",")) }
        members.append(output.count)
        output.appendQuoted(name)
        output.append(UInt8(ascii: ":"))
        if open.count == 1 { look(at: name) }
        return true
    }

    /// The next key, if it is a text, of a payload that has odd ones beside.
    private func textAhead() throws(MessagePackError) -> UnsafeRawBufferPointer? {
        guard open.count == 1 else { return nil }
        var ahead = reader
        return try ahead.text()
    }

    private mutating func look(at name: UnsafeRawBufferPointer) {
        wanted =
            switch name.count {
            case 6 where name.elementsEqual("_stamp".utf8): .stamp
            case 4 where name.elementsEqual("user".utf8): .user
            default: nil
            }
    }

    private mutating func close(_ container: Open) {
        open.removeLast()
        switch container.kind {
        case .array: output.append(UInt8(ascii: "]"))
        case .object:
            objects.add(members[container.noted...], end: output.count, depth: open.count)
            members.removeLast(members.count - container.noted)
            output.append(UInt8(ascii: "}"))
        case .pairs: output.append(contentsOf: (container.isFirst ? "]}" : "]]}").utf8)
        }
    }
}

extension SaltBodyWriter {
    /// Writes a value, or begins one that has others inside.
    private mutating func value(depth: Int) throws(MessagePackError) {
        let place = reader.place
        let head = try reader.head()
        keepIfWanted(head)
        switch head {
        case .null: output.append(contentsOf: "null".utf8)
        case .bool(let value): output.append(contentsOf: (value ? "true" : "false").utf8)
        case .unsigned(let value): append(value)
        case .signed(let value):
            if value < 0 { output.append(UInt8(ascii: "-")) }
            append(value.magnitude)
        case .double(let value): output.append(contentsOf: JSONText.double(value).bytes)
        case .text(let count): try text(reader.take(count), depth)
        case .bytes(let count): try bytes(reader.take(count), depth)
        case .ext(let type, let count): try ext(type, reader.take(count), depth)
        case .array(let count): try begin(.array, count, depth)
        case .map(let count):
            var isObject = !oddMaps.contains(place)
            if count == 1, isObject { isObject = try !isMark() }
            try begin(isObject ? .object : .pairs, 2 * count, depth)
        }
    }

    private mutating func begin(_ kind: Kind, _ count: Int, _ depth: Int) throws(MessagePackError) {
        // A list of pairs is an object, a list and a list.
        let inside = depth + (kind == .pairs ? 3 : 1)
        try check(inside)
        switch kind {
        case .array: output.append(UInt8(ascii: "["))
        case .object: output.append(UInt8(ascii: "{"))
        case .pairs: output.append(contentsOf: #"{"$map":["#.utf8)
        }
        open.append(Open(kind: kind, remaining: count, depth: inside, noted: members.count))
    }

    private mutating func text(_ text: UnsafeRawBufferPointer, _ depth: Int) throws(MessagePackError) {
        guard text.isUTF8 else { return try bytes(text, depth) }
        output.appendQuoted(text)
    }

    /// Keeps the value behind the name that was looked for, if it is a text; the last of equal names counts, as in JSON.
    private mutating func keepIfWanted(_ head: MessagePackHead) {
        guard let wanted else { return }
        self.wanted = nil
        var value: String?
        if case .text(let count) = head {
            var ahead = reader
            value = String(validating: ahead.take(count), as: UTF8.self)
        }
        switch wanted {
        case .stamp: stamp = value
        case .user: user = value
        }
    }

    private mutating func bytes(_ bytes: UnsafeRawBufferPointer, _ depth: Int) throws(MessagePackError) {
        try check(depth + 1)
        output.append(contentsOf: #"{"$bin":""#.utf8)
        output.append(base64: bytes)
        output.append(contentsOf: #""}"#.utf8)
    }

    private mutating func ext(_ type: Int8, _ bytes: UnsafeRawBufferPointer, _ depth: Int) throws(MessagePackError) {
        try check(depth + 2)
        output.append(contentsOf: #"{"$ext":["#.utf8)
        output.append(contentsOf: "\(type)".utf8)
        output.append(contentsOf: #",""#.utf8)
        output.append(base64: bytes)
        output.append(contentsOf: #""]}"#.utf8)
    }

    /// Whether the next key, the only one of its map, is one of ours.
    private func isMark() throws(MessagePackError) -> Bool {
        var ahead = reader
        guard let key = try ahead.text(), key.count == 4 else { return false }
        return ["$bin", "$ext", "$map"].contains { key.elementsEqual($0.utf8) }
    }

    private func check(_ depth: Int) throws(MessagePackError) {
        guard depth <= JSONText.maximumDepth else { throw MessagePackError(.tooDeep, at: reader.place) }
    }

    private mutating func append(_ number: UInt64) {
        // Small numbers are most numbers.
        if number < 10 { return output.append(UInt8(ascii: "0") + UInt8(number)) }
        output.append(contentsOf: String(number).utf8)
    }
}
