// SPDX-License-Identifier: Apache-2.0

/// Reads the parts of an ISO 8601 time from left to right.
struct DigitScanner {
    private var remaining: Substring.UTF8View

    init(_ text: String) {
        remaining = text[...].utf8
    }

    var isAtEnd: Bool { remaining.isEmpty }

    /// Steps over one character, if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard remaining.first == UInt8(ascii: character) else { return false }
        remaining.removeFirst()
        return true
    }

    /// A number of exactly so many digits.
    mutating func number(digits: Int) -> Int? {
        let field = remaining.prefix(digits)
        guard field.count == digits, field.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        remaining = remaining.dropFirst(digits)
        return field.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }

    /// `05:55`, `05:55:18` or `05:55:18.25`; a leap second counts as the next one.
    mutating func timeOfDay() -> (seconds: Int, microseconds: Int64)? {
        guard let hour = number(digits: 2), hour < 24, take(":"), let minute = number(digits: 2), minute < 60
        else { return nil }
        guard take(":") else { return (hour * 3_600 + minute * 60, 0) }
        guard let second = number(digits: 2), second <= 60 else { return nil }
        let whole = hour * 3_600 + minute * 60 + second
        guard take(".") || take(",") else { return (whole, 0) }
        return fraction().map { (whole, $0) }
    }

    /// Seconds east of Greenwich: `Z`, `+01:00`, `+0100`, `+01`, or nothing, which is UTC.
    mutating func zone() -> Int? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        let sign = take("-") ? -1 : take("+") ? 1 : 0
        guard sign != 0, let hours = number(digits: 2), hours < 24 else { return nil }
        if isAtEnd { return sign * hours * 3_600 }
        _ = take(":")
        guard let minutes = number(digits: 2), minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }

    /// The digits after the point, in microseconds; those past the sixth are cut off.
    mutating func fraction() -> Int64? {
        var microseconds: Int64 = 0
        var digits = 0
        while let digit = number(digits: 1) {
            if digits < 6 { microseconds = microseconds * 10 + Int64(digit) }
            digits += 1
        }
        guard digits > 0 else { return nil }
        return (digits..<max(digits, 6)).reduce(microseconds) { scaled, _ in scaled * 10 }
    }
}
