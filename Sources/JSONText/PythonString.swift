// SPDX-License-Identifier: Apache-2.0

/// Texts as Python 3's `repr` shows them.
package enum PythonString {
    /// In single quotes, or double ones where the text has single quotes only; what cannot be printed is escaped.
    package static func representation(of text: String) -> String {
        let quote: Unicode.Scalar =
            text.unicodeScalars.contains("'") && !text.unicodeScalars.contains("\"") ? "\"" : "'"
        var output = String.UnicodeScalarView([quote])
        for scalar in text.unicodeScalars { output.append(contentsOf: spelling(of: scalar, in: quote).unicodeScalars) }
        output.append(quote)
        return String(output)
    }

    private static func spelling(of scalar: Unicode.Scalar, in quote: Unicode.Scalar) -> String {
        switch scalar {
        case quote, "\\": "\\" + String(scalar)
        case "\n": "\\n"
        case "\r": "\\r"
        case "\t": "\\t"
        case _ where isPrintable(scalar): String(scalar)
        case _ where scalar.value < 0x100: "\\x" + hexadecimal(scalar, digits: 2)
        case _ where scalar.value < 0x10000: "\\u" + hexadecimal(scalar, digits: 4)
        default: "\\U" + hexadecimal(scalar, digits: 8)
        }
    }

    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }

    private static func hexadecimal(_ scalar: Unicode.Scalar, digits: Int) -> String {
        let text = String(scalar.value, radix: 16)
        return String(repeating: "0", count: digits - text.count) + text
    }
}
