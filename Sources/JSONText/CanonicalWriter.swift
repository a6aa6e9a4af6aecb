// SPDX-License-Identifier: Apache-2.0

/// Writes a value in its canonical form, with a list of what is still to be written in place of recursion.
struct CanonicalWriter {
    private enum Step {
        case mark(UInt8)
        case value(Int)
    }

    /// A name of an object, and the nodes it was found at.
    private struct Entry {
        let key: ArraySlice<UInt8>
        let name: Int
        let value: Int

        /// In the order of code points; equal names in the order they were said.
        static func precedes(_ one: Entry, _ other: Entry) -> Bool {
            if one.key.lexicographicallyPrecedes(other.key) { return true }
            return one.name < other.name && one.key == other.key
        }
    }

    private let outline: JSONOutline
    private let bytes: ArraySlice<UInt8>
    private var steps: [Step] = [.value(0)]
    private var output: [UInt8] = []

    init(outline: JSONOutline, bytes: ArraySlice<UInt8>) {
        self.outline = outline
        self.bytes = bytes
    }

    mutating func written(omitting omitted: Set<String>) -> [UInt8] {
        output.reserveCapacity(bytes.count)
        while let step = steps.popLast() {
            switch step {
            case .mark(let byte): output.append(byte)
            case .value(let node): write(node, omitting: node == 0 ? omitted : [])
            }
        }
        return output
    }

    private mutating func write(_ node: Int, omitting omitted: Set<String>) {
        let text = slice(outline.nodes[node].token)
        switch text[text.startIndex] {
        case .openBrace: planObject(node, omitting: omitted)
        case .openBracket: planArray(node)
        case .quote: output.appendASCII(quoted: text)
        case .minus, UInt8(ascii: "0")...UInt8(ascii: "9"): writeNumber(JSONText(known: text))
        default: output.append(contentsOf: text)
        }
    }

    private mutating func writeNumber(_ number: JSONText) {
        if !number.isSpelledAsInteger, let double = number.double {
            output.append(contentsOf: PythonFloat.spelling(of: double).utf8)
        } else if number.bytes.elementsEqual("-0".utf8) {
            output.append(UInt8(ascii: "0"))
        } else {
            output.append(contentsOf: number.bytes)
        }
    }

    /// Steps are taken from the end of the list, so they are put there in reverse.
    private mutating func planArray(_ node: Int) {
        output.append(.openBracket)
        steps.append(.mark(.closeBracket))
        for (index, element) in outline.children(of: node).enumerated().reversed() {
            steps.append(.value(element))
            if index > 0 { steps.append(.mark(.comma)) }
        }
    }

    private mutating func planObject(_ node: Int, omitting omitted: Set<String>) {
        output.append(.openBrace)
        steps.append(.mark(.closeBrace))
        for (index, entry) in entries(of: node, omitting: omitted).enumerated().reversed() {
            steps.append(.value(entry.value))
            steps.append(.mark(.colon))
            steps.append(.value(entry.name))
            if index > 0 { steps.append(.mark(.comma)) }
        }
    }

    private func entries(of node: Int, omitting omitted: Set<String>) -> [Entry] {
        let children = outline.children(of: node)
        var entries: [Entry] = []
        for index in stride(from: 0, to: children.count, by: 2) {
            let key = UnescapedString(slice(outline.nodes[children[index]].token)).bytes
            // Byte by byte: as strings, names that only look alike would be equal.
            if omitted.contains(where: { key.elementsEqual($0.utf8) }) { continue }
            entries.append(Entry(key: key, name: children[index], value: children[index + 1]))
        }
        return withoutOvertaken(entries.sorted(by: Entry.precedes))
    }

    /// The last of each run of equal names.
    private func withoutOvertaken(_ sorted: [Entry]) -> [Entry] {
        sorted.indices
            .filter { $0 == sorted.count - 1 || sorted[$0].key != sorted[$0 + 1].key }
            .map { sorted[$0] }
    }

    /// The bytes at offsets counted from the first byte.
    private func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
        bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
    }
}
