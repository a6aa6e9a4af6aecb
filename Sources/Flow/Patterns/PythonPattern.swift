// SPDX-License-Identifier: Apache-2.0

/// A regular expression as Python's `re` reads it, respelled for PCRE2.
///
/// Named groups are the same in both. Python's `\Z` is the very end, PCRE2's also stands before a last line break; Python's
/// `{,3}` repeats, PCRE2's stands for itself. `\w`, `\d`, `\s` and `\b` know ASCII only, as in Python 2; a pattern that
/// begins with `(*UCP)` has them know Unicode, as Python 3.
struct PythonPattern {
    /// The pattern for PCRE2.
    private(set) var bytes: [UInt8] = []
    /// Where a byte was added.
    private var added: [Int] = []

    init(_ text: String) {
        let original = Array(text.utf8)
        for token in PatternTokens(original) {
            switch token.kind {
            case .escape(UInt8(ascii: "Z")):
                bytes += Array("\\z".utf8)
            case .optionalRepeat where original[token.bytes].starts(with: Array("{,".utf8)):
                added.append(bytes.count + 1)
                bytes += Array("{0".utf8) + original[token.bytes].dropFirst()
            default:
                bytes += original[token.bytes]
            }
        }
    }

    /// Where in the original stands what is at an offset in `bytes`.
    func originalOffset(of offset: Int) -> Int {
        offset - added.count { $0 < offset }
    }
}
