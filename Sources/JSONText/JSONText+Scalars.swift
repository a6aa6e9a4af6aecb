// SPDX-License-Identifier: Apache-2.0

extension JSONText {
    /// What a string stands for; nil if this is no string, or one with a lone surrogate, which no `String` can hold.
    package var string: String? {
        kind == .string ? UnescapedString(bytes).text : nil
    }

    /// What a string stands for, each lone surrogate in it replaced by U+FFFD; nil if this is no string.
    package var stringWithReplacements: String? {
        kind == .string ? UnescapedString(bytes).textWithReplacements : nil
    }

    /// The value of a number spelled as an integer (`1`, `-0`, but neither `1.0` nor `1e0`) that fits, else nil.
    package var integer: Int64? {
        kind == .number && isSpelledAsInteger ? Int64(text) : nil
    }

    /// The nearest double to a number of any spelling, `NaN` and the infinities included; nil if this is no number.
    ///
    /// What is too large is infinite, as in Python.
    package var double: Double? {
        guard kind == .number else { return nil }
        return switch text {
        case "NaN": Double.nan
        case "Infinity": Double.infinity
        case "-Infinity": -Double.infinity
        case let digits: Double(digits)
        }
    }

    /// Whether any string inside, names included, holds U+0000 or a lone surrogate: PostgreSQL's text can hold neither.
    package var hasNULOrLoneSurrogate: Bool {
        bytes.withUnsafeBytes { buffer in
            // Backslashes stand in strings only, and what they say only escapes can say.
            var position = buffer.nextBackslash(from: 0)
            while position < buffer.count {
                let escape = JSONEscape(in: buffer, at: position)
                if escape.codePoint == 0 || escape.isLoneSurrogate { return true }
                position = buffer.nextBackslash(from: position + escape.length)
            }
            return false
        }
    }

    /// Whether a number is spelled with digits only.
    var isSpelledAsInteger: Bool {
        bytes.allSatisfy { $0.isDigit || $0 == .minus }
    }
}
