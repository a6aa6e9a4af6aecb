// SPDX-License-Identifier: Apache-2.0

extension String {
    /// How a JSON string may spell characters that are not ASCII.
    enum JSONSpelling: CaseIterable {
        /// As they are.
        case plain
        /// As `\u` and four lower-case hexadecimal digits.
        case lowerCase
        /// As `\u` and four upper-case hexadecimal digits.
        case upperCase
    }

    /// The inside of a JSON string that holds this text.
    func spelled(_ spelling: JSONSpelling) -> String {
        unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\r": "\\r"
            case "\t": "\\t"
            case "\u{8}": "\\b"
            case "\u{C}": "\\f"
            case " "..."~": String(scalar)
            case _ where spelling == .plain && scalar.value > 0x7F: String(scalar)
            default: Self.escapes(of: scalar, upperCase: spelling == .upperCase)
            }
        }.joined()
    }

    private static func escapes(of scalar: Unicode.Scalar, upperCase: Bool) -> String {
        UTF16.encode(scalar)?.map { unit in
            let digits = String(unit, radix: 16, uppercase: upperCase)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }.joined() ?? ""
    }
}
