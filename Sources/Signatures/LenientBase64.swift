// SPDX-License-Identifier: Apache-2.0

/// Base64 as Python's `binascii.a2b_base64` reads it, which is how signers on the bus are read.
///
/// What is not in the alphabet is passed over, and so is padding where it can stand for nothing; the first padding that
/// completes a group ends the data, whatever follows.
enum LenientBase64 {
    /// The bytes; nil when there is a byte that is not ASCII, or when the last group is neither whole nor padded.
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3 + 3)
        let isWhole = text.withUnsafeBufferPointer { text in
            values.withUnsafeBufferPointer { decode(text, $0, into: &output) }
        }
        return isWhole ? output : nil
    }

    private static func decode(
        _ text: UnsafeBufferPointer<UInt8>, _ values: UnsafeBufferPointer<UInt8>, into output: inout [UInt8]
    ) -> Bool {
        var (group, digits, padding) = (0 as UInt32, 0, 0)
        var hasEnded = false
        for byte in text {
            // Python looks at all of the text for what is not ASCII before it decodes any.
            if byte >= 0x80 { return false }
            let digit = values[Int(byte)]
            if hasEnded || digit == ignored { continue }
            if digit == pad {
                if digits >= 2 {
                    padding += 1
                    hasEnded = digits + padding >= 4
                }
                continue
            }
            padding = 0
            group = group << 6 | UInt32(digit)
            digits += 1
            if digits == 4 {
                output.append(UInt8(truncatingIfNeeded: group >> 16))
                output.append(UInt8(truncatingIfNeeded: group >> 8))
                output.append(UInt8(truncatingIfNeeded: group))
                (group, digits) = (0, 0)
            }
        }
        if hasEnded { appendPadded(group, digits, to: &output) }
        return hasEnded || digits == 0
    }

    /// The whole bytes in two or three digits.
    private static func appendPadded(_ group: UInt32, _ digits: Int, to output: inout [UInt8]) {
        let bits = group << (6 * (4 - UInt32(digits)))
        output.append(UInt8(truncatingIfNeeded: bits >> 16))
        if digits == 3 { output.append(UInt8(truncatingIfNeeded: bits >> 8)) }
    }

    private static let ignored: UInt8 = 0xFF
    private static let pad: UInt8 = 0xFE

    private static let values: [UInt8] = {
        var values = [UInt8](repeating: ignored, count: 128)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        for (value, byte) in alphabet.utf8.enumerated() { values[Int(byte)] = UInt8(value) }
        values[Int(UInt8(ascii: "="))] = pad
        return values
    }()
}
