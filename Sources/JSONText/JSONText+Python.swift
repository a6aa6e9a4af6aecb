// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// The value as Python's `json.dumps` writes what `json.loads` read: ASCII, `, ` and `: ` between tokens, numbers as
    /// Python spells them. Names said twice stay twice, and keep their order.
    package func pythonDumped() -> String {
        respelled { token, output in
            if token.kind == .string { output.appendASCII(quoted: token.bytes) } else { output += token.pythonNumber }
        }
    }

    /// The value as Python's `repr` shows what `json.loads` read: `{'a': [1, True, None]}`.
    package func pythonRepresentation() -> String {
        respelled { token, output in
            switch token.kind {
            case .string: output += PythonString.representation(of: token.stringWithReplacements ?? "").utf8
            case .true: output += "True".utf8
            case .false: output += "False".utf8
            case .null: output += "None".utf8
            default: output += token.pythonConstant.utf8
            }
        }
    }

    /// The value as Python's `str` shows it: a string as it is, all else as `repr` does.
    package func pythonText() -> String {
        stringWithReplacements ?? pythonRepresentation()
    }

    /// All tokens, marks with Python's white space behind them, the others as told. The call stack stays flat.
    private func respelled(_ spell: (JSONText, inout [UInt8]) -> Void) -> String {
        bytes.withUnsafeBytes { buffer in
            var output: [UInt8] = []
            var walker = JSONWalker(buffer)
            while let token = walker.nextToken() {
                switch buffer[token.lowerBound] {
                case .comma, .colon: output += [buffer[token.lowerBound], UInt8(ascii: " ")]
                case .openBrace, .closeBrace, .openBracket, .closeBracket: output.append(buffer[token.lowerBound])
                default: spell(JSONText(known: slice(token)), &output)
                }
            }
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// Integers as said, other numbers as Python's `repr` has them; words as they are.
    private var pythonNumber: [UInt8] {
        guard kind == .number else { return Array(bytes) }
        if !isSpelledAsInteger, let double { return Array(PythonFloat.spelling(of: double).utf8) }
        return bytes.elementsEqual("-0".utf8) ? [UInt8(ascii: "0")] : Array(bytes)
    }

    /// `nan`, `inf` and `-inf`, which `repr` spells otherwise than `json.dumps`.
    private var pythonConstant: String {
        switch String(decoding: pythonNumber, as: UTF8.self) {
        case "NaN": "nan"
        case "Infinity": "inf"
        case "-Infinity": "-inf"
        case let digits: digits
        }
    }
}
