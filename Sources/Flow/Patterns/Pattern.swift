// SPDX-License-Identifier: Apache-2.0

internal import CPCRE2

/// A regular expression that fits a text from its beginning, as Python's `re.match` does; compiled once to machine code.
///
/// It reads Python's syntax, and PCRE2's beyond (see `PythonPattern`). Texts are compared character by character, letters
/// in their own case; `(?i)` at the beginning fits both cases.
package final class Pattern: Sendable {
    /// How many steps a match may try: milliseconds. What needs more is not decided.
    package static let maximumSteps: UInt32 = 1_000_000

    /// The pattern as it was written.
    package let text: String
    /// Whether it must fit the text to its end.
    package let isWhole: Bool
    /// A text that every match contains; empty if none is known.
    let requiredLiteral: [UInt8]
    /// Owned by this object; never changed, so that any number of threads may match with it.
    private nonisolated(unsafe) let code: OpaquePointer

    /// Compiles a pattern.
    ///
    /// - Throws: `SelectionError` with the place where it is malformed.
    package init(_ text: String, whole: Bool = false) throws(SelectionError) {
        let python = PythonPattern(text)
        self.text = text
        isWhole = whole
        requiredLiteral = RequiredLiteral(ofPattern: python.bytes).bytes
        code = try Self.compile(python, text: text, whole: whole)
        // Where there is no compiler for the machine, PCRE2 interprets.
        pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
    }

    deinit {
        pcre2_code_free_8(code)
    }

    /// Whether a text fits.
    ///
    /// - Throws: `UndecidedMatch` after `maximumSteps`.
    package func matches(_ text: String) throws(UndecidedMatch) -> Bool {
        var text = text
        let result = text.withUTF8 { bytes in
            let answer = match(bytes, options: PCRE2_NO_UTF_CHECK)
            // Machine code has 32 KiB of stack; the interpreter takes the heap.
            return answer == PCRE2_ERROR_JIT_STACKLIMIT
                ? match(bytes, options: PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT) : answer
        }
        if result >= 0 { return true }
        if result == PCRE2_ERROR_NOMATCH { return false }
        throw UndecidedMatch(pattern: self.text, limit: Self.message(result))
    }

    private func match(_ bytes: UnsafeBufferPointer<UInt8>, options: UInt32) -> CInt {
        guard let found = pcre2_match_data_create_8(1, nil) else { return PCRE2_ERROR_NOMEMORY }
        defer { pcre2_match_data_free_8(found) }
        return pcre2_match_8(code, bytes.baseAddress, bytes.count, 0, options, found, Self.limits)
    }

    /// Never changed after it was made, and only read by matches; never freed.
    private nonisolated(unsafe) static let limits: OpaquePointer? = {
        let limits = pcre2_match_context_create_8(nil)
        if let limits { pcre2_set_match_limit_8(limits, maximumSteps) }
        return limits
    }()

    private static func compile(
        _ python: PythonPattern, text: String, whole: Bool
    ) throws(SelectionError) -> OpaquePointer {
        var error: CInt = 0
        var offset = 0
        let options = PCRE2_UTF | PCRE2_ANCHORED | PCRE2_NEVER_BACKSLASH_C | (whole ? PCRE2_ENDANCHORED : 0)
        if let code = pcre2_compile_8(python.bytes, python.bytes.count, options, &error, &offset, nil) { return code }
        throw SelectionError(
            code: .pattern, text: text, offset: python.originalOffset(of: offset), reason: message(error))
    }

    private static func message(_ code: CInt) -> String {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = pcre2_get_error_message_8(code, &buffer, buffer.count)
        return length > 0 ? String(decoding: buffer.prefix(Int(length)), as: UTF8.self) : "error \(code) of PCRE2"
    }
}
