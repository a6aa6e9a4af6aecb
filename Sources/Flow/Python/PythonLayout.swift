// SPDX-License-Identifier: Apache-2.0

internal import Foundation
internal import JSONText

/// A format of Python's `str.format`, as in `{:>20}`: `[[fill]align][sign][#][0][width][,][.precision][type]`.
struct PythonLayout: Hashable, Sendable, CustomStringConvertible {
    /// As it was written.
    let description: String
    private var fill: Character = " "
    private var alignment: Character?
    private var sign: Character = "-"
    private var hasPrefix = false
    private var width = 0
    private var hasCommas = false
    private var precision: Int?
    private var type: Character?

    /// Wider than any column; wider would fill memory.
    private static let maximumWidth = 65_536

    init(_ text: Substring) throws(TemplateError) {
        description = String(text)
        var rest = text
        if let second = rest.dropFirst().first, "<>^=".contains(second) { fill = rest.removeFirst() }
        alignment = Self.take(&rest, oneOf: "<>^=")
        sign = Self.take(&rest, oneOf: "+- ") ?? "-"
        hasPrefix = Self.take(&rest, oneOf: "#") != nil
        if rest.first == "0" {
            if alignment == nil { (fill, alignment) = ("0", "=") }
            rest.removeFirst()
        }
        width = try Self.number(&rest, text) ?? 0
        hasCommas = Self.take(&rest, oneOf: ",") != nil
        if Self.take(&rest, oneOf: ".") != nil {
            guard let digits = try Self.number(&rest, text) else { throw Self.malformed(text) }
            precision = digits
        }
        type = Self.take(&rest, oneOf: "sdboxXneEfFgG%")
        guard rest.isEmpty else { throw Self.malformed(text) }
    }

    /// The text that Python makes of a value; nil where Python refuses.
    func applied(to value: JSONText) -> String? {
        switch value.kind {
        case .string: return applied(toText: value.stringWithReplacements ?? "")
        case .true, .false: return applied(toInteger: value.kind == .true ? 1 : 0)
        case .number:
            if let integer = value.integer { return applied(toInteger: integer) }
            return value.double.flatMap(applied(toReal:))
        case .null, .object, .array: return applied(toText: value.pythonText())
        }
    }

    /// The same of a text.
    func applied(toText text: String) -> String? {
        guard type == nil || type == "s", alignment != "=", !hasCommas, !hasPrefix, sign == "-" else { return nil }
        let scalars = String.UnicodeScalarView(text.unicodeScalars.prefix(precision ?? .max))
        return padded("", String(scalars), alignment ?? "<")
    }

    private func applied(toInteger value: Int64) -> String? {
        let radixes: [Character: (Int, String)] = ["b": (2, "0b"), "o": (8, "0o"), "x": (16, "0x"), "X": (16, "0X")]
        if let type, "eEfFgG%".contains(type) { return applied(toReal: Double(value)) }
        guard type != "s", precision == nil else { return nil }
        let (radix, prefix) = type.flatMap { radixes[$0] } ?? (10, "")
        let digits = String(value.magnitude, radix: radix, uppercase: type == "X")
        return padded(signText(value < 0) + (hasPrefix ? prefix : ""), grouped(digits), alignment ?? ">")
    }

    private func applied(toReal value: Double) -> String? {
        guard type.map({ "eEfFgG%n".contains($0) }) ?? true else { return nil }
        let magnitude = value.magnitude
        let body: String
        switch type {
        case nil where precision == nil: body = JSONText.double(magnitude).text
        case "%": body = String(format: "%.\(precision ?? 6)f", magnitude * 100) + "%"
        case nil, "n": body = String(format: "%.\(precision ?? 6)g", magnitude)
        case let type?: body = String(format: "%.\(precision ?? 6)\(type)", magnitude)
        }
        return padded(signText(value.sign == .minus), grouped(body), alignment ?? ">")
    }

    private func signText(_ isNegative: Bool) -> String {
        isNegative ? "-" : sign == "-" ? "" : String(sign)
    }

    /// A comma before each third digit of the whole part.
    private func grouped(_ digits: String) -> String {
        guard hasCommas else { return digits }
        let whole = digits.prefix { $0.isNumber }
        let groups = whole.enumerated().map { ($0 > 0 && (whole.count - $0) % 3 == 0 ? "," : "") + String($1) }
        return groups.joined() + digits.dropFirst(whole.count)
    }

    private func padded(_ sign: String, _ body: String, _ alignment: Character) -> String {
        let missing = max(0, width - sign.unicodeScalars.count - body.unicodeScalars.count)
        let left = alignment == ">" || alignment == "=" ? missing : alignment == "^" ? missing / 2 : 0
        let before = String(repeating: fill, count: left)
        let after = String(repeating: fill, count: missing - left)
        return alignment == "=" ? sign + before + body : before + sign + body + after
    }

    private static func take(_ text: inout Substring, oneOf characters: String) -> Character? {
        guard let first = text.first, characters.contains(first) else { return nil }
        return text.removeFirst()
    }

    private static func number(_ rest: inout Substring, _ text: Substring) throws(TemplateError) -> Int? {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return nil }
        guard let number = Int(digits), number <= maximumWidth else { throw malformed(text) }
        rest = rest.dropFirst(digits.count)
        return number
    }

    private static func malformed(_ text: Substring) -> TemplateError {
        TemplateError(offset: nil, reason: "\"\(text)\" is no format of Python's, or one wider than \(maximumWidth)")
    }
}
