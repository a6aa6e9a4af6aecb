// SPDX-License-Identifier: Apache-2.0

/// Floating-point numbers as Python's `repr` spells them.
///
/// Swift and Python find the same digits, the shortest that read back the same; they differ in when to use an exponent.
enum PythonFloat {
    /// `0.1`, `1e+16`, `1.5e-05`, `-0.0`; `NaN`, `Infinity` and `-Infinity` as in Python's `json`.
    static func spelling(of value: Double) -> String {
        if value.isNaN { return "NaN" }
        let sign = value.sign == .minus ? "-" : ""
        if value.isInfinite { return sign + "Infinity" }
        let (digits, pointPosition) = decimal(of: value.magnitude)
        return sign + layOut(digits, pointPosition)
    }

    /// The shortest digits, and where the point stands counted from before the first: 12.5 is ("125", 2).
    private static func decimal(of magnitude: Double) -> (digits: Substring, pointPosition: Int) {
        let halves = magnitude.description.split(separator: "e")
        let exponent = halves.count > 1 ? Int(halves[1]) ?? 0 : 0
        let parts = halves[0].split(separator: ".")
        let whole = parts[0]
        let all = parts.joined()
        let significant = all.drop { $0 == "0" }
        guard !significant.isEmpty else { return ("0", 1) }
        let leadingZeros = all.count - significant.count
        let trailingZeros = significant.reversed().prefix { $0 == "0" }.count
        return (significant.dropLast(trailingZeros), whole.count + exponent - leadingZeros)
    }

    /// With an exponent below 0.0001 and from 10^16 on.
    private static func layOut(_ digits: Substring, _ pointPosition: Int) -> String {
        switch pointPosition {
        case -3...0:
            return "0." + String(repeating: "0", count: -pointPosition) + digits
        case 1...16:
            let zeros = String(repeating: "0", count: max(0, pointPosition - digits.count))
            let fraction = digits.dropFirst(pointPosition)
            return digits.prefix(pointPosition) + zeros + "." + (fraction.isEmpty ? "0" : fraction)
        default:
            let fraction = digits.dropFirst()
            let significand = digits.prefix(1) + (fraction.isEmpty ? "" : "." + fraction)
            let exponent = pointPosition - 1
            let sign = exponent < 0 ? "-" : "+"
            let padding = exponent.magnitude < 10 ? "0" : ""
            return "\(significand)e\(sign)\(padding)\(exponent.magnitude)"
        }
    }
}
