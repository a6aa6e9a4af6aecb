// SPDX-License-Identifier: Apache-2.0

/// Values made here, in the most compact spelling; text stays UTF-8, and only what must be is escaped.
///
/// - Note: Nesting adds up: a value at `JSONText.maximumDepth` put into an array is no longer acceptable to
///   `JSONText.init(validating:)`.
extension JSONText {
    /// `null`.
    package static let null = JSONText(made: "null")

    /// `true` or `false`.
    package static func bool(_ value: Bool) -> JSONText {
        JSONText(made: value ? "true" : "false")
    }

    /// An integer in decimal.
    package static func integer(_ value: some BinaryInteger) -> JSONText {
        JSONText(made: String(value))
    }

    /// A number that is spelled already, of digits, a minus and a point.
    package static func number(_ spelling: String) -> JSONText {
        precondition(spelling.utf8.allSatisfy { "-.0123456789".utf8.contains($0) }, "no number")
        return JSONText(made: spelling)
    }

    /// A floating-point number as Python spells it: shortest digits that read back the same, `NaN`, `Infinity`.
    package static func double(_ value: Double) -> JSONText {
        JSONText(made: PythonFloat.spelling(of: value))
    }

    /// A string.
    package static func string(_ value: String) -> JSONText {
        var bytes: [UInt8] = []
        bytes.appendQuoted(value)
        return JSONText(known: bytes[...])
    }

    /// An array.
    package static func array(_ elements: some Sequence<JSONText>) -> JSONText {
        var bytes: [UInt8] = [.openBracket]
        for element in elements {
            if bytes.count > 1 { bytes.append(.comma) }
            bytes.append(contentsOf: element.bytes)
        }
        bytes.append(.closeBracket)
        return JSONText(known: bytes[...])
    }

    /// An array of strings.
    package static func array(ofStrings strings: [String]) -> JSONText {
        var bytes: [UInt8] = [.openBracket]
        // The strings, their quotes and the commas: more only where something is escaped.
        bytes.reserveCapacity(strings.reduce(2) { $0 + $1.utf8.count + 3 })
        for string in strings {
            if bytes.count > 1 { bytes.append(.comma) }
            bytes.appendQuoted(string)
        }
        bytes.append(.closeBracket)
        return JSONText(known: bytes[...])
    }

    /// An object with its members in this order; names said twice are kept twice.
    package static func object(_ members: some Sequence<(String, JSONText)>) -> JSONText {
        var bytes: [UInt8] = [.openBrace]
        for (name, value) in members {
            if bytes.count > 1 { bytes.append(.comma) }
            bytes.appendQuoted(name)
            bytes.append(.colon)
            bytes.append(contentsOf: value.bytes)
        }
        bytes.append(.closeBrace)
        return JSONText(known: bytes[...])
    }

    /// What a writer of JSON, which knows what it does, has put together.
    package init(made bytes: [UInt8]) {
        self.init(known: bytes[...])
    }

    private init(made text: String) {
        self.init(made: Array(text.utf8))
    }
}
