// SPDX-License-Identifier: Apache-2.0

/// One JSON value as it was said: a stretch of bytes known to be one well-formed JSON value.
///
/// Nothing is normalised: numbers keep their spelling, strings their escapes, objects their order, their duplicates and
/// their white space. Two values are equal when they are spelled the same. The values inside share the bytes of the whole,
/// so that taking one out copies nothing (and keeps the whole alive).
package struct JSONText: Hashable, Sendable, CustomDebugStringConvertible {
    /// What a JSON value is, told from its first byte.
    package enum Kind: Hashable, Sendable {
        case object, array, string, number, `true`, `false`, null
    }

    /// How deep objects and arrays may be nested.
    ///
    /// Python's parser, the other end of the bus, gives up near 1,000 less the frames of its caller: what is accepted here
    /// was readable there.
    package static let maximumDepth = 900

    /// How many digits an integer may have: the limit of Python's `int`, which protects a quadratic conversion.
    package static let maximumIntegerDigits = 4300

    /// The value as it was said, from its first byte to its last, without white space around it. Indices are not from 0.
    package let bytes: ArraySlice<UInt8>

    /// Takes bytes that are one JSON value to Python's parser; white space around it is dropped.
    ///
    /// Beyond RFC 8259 that is `NaN`, `Infinity`, `-Infinity`, duplicate names and lone `\ud800` escapes. Refused are a byte
    /// order mark, raw control characters in strings, trailing commas or bytes, and invalid UTF-8. Time is linear, the call
    /// stack flat, whatever the bytes.
    ///
    /// - Throws: `JSONError` with the first offending byte.
    package init(validating bytes: [UInt8]) throws(JSONError) {
        let range = try bytes.withUnsafeBufferPointer { buffer throws(JSONError) in
            var validator = JSONValidator(UnsafeRawBufferPointer(buffer))
            return try validator.onlyValue()
        }
        self.bytes = bytes[range]
    }

    /// The same for text, e.g. from a database column.
    ///
    /// - Throws: `JSONError` with the first offending byte of its UTF-8.
    package init(validating text: String) throws(JSONError) {
        try self.init(validating: Array(text.utf8))
    }

    /// Takes bytes the caller knows to be one JSON value: cut out of one, or just put together.
    package init(known bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The value as it was said, as text.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The value as it was said, for the eyes of a tester.
    package var debugDescription: String { text }

    /// What the value is; `NaN` and the infinities are numbers.
    package var kind: Kind {
        switch bytes[bytes.startIndex] {
        case .openBrace: .object
        case .openBracket: .array
        case .quote: .string
        case UInt8(ascii: "t"): .true
        case UInt8(ascii: "f"): .false
        case UInt8(ascii: "n"): .null
        default: .number
        }
    }
}
