// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// Seconds since 1970 as JSON spells them: whole, or with the fraction that is there, of at most six digits.
    package var epochSeconds: String {
        let (seconds, fraction) = microseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        let sign = microseconds < 0 ? "-" : ""
        guard fraction != 0 else { return "\(sign)\(seconds)" }
        let digits = String(fraction + 1_000_000).dropFirst()
        let last = digits.utf8.lastIndex { $0 != UInt8(ascii: "0") } ?? digits.startIndex
        return "\(sign)\(seconds).\(digits[...last])"
    }
}
