// SPDX-License-Identifier: Apache-2.0

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with six decimals, `2026-11-21T03:12:00.000000Z`.
    ///
    /// The year has at least four digits, and a minus where it lies before the year 0.
    public var description: String {
        let (day, inDay) = Self.floorDivide(microseconds, 86_400_000_000)
        let (year, month, dayOfMonth) = Self.civilDate(day: day)
        let seconds = inDay / 1_000_000
        // A minus and a year of six digits need 29 bytes.
        return String(unsafeUninitializedCapacity: 32) { bytes in
            var text = DigitWriter(bytes)
            if year < 0 { text.append("-") }
            text.append(year.magnitude, width: max(4, Self.width(year.magnitude)))
            text.append("-", month, width: 2)
            text.append("-", dayOfMonth, width: 2)
            text.append("T", seconds / 3_600, width: 2)
            text.append(":", seconds / 60 % 60, width: 2)
            text.append(":", seconds % 60, width: 2)
            text.append(".", inDay % 1_000_000, width: 6)
            text.append("Z")
            return text.count
        }
    }

    /// The Gregorian date of a day counted from 1970-01-01.
    ///
    /// Counts in years that begin in March, so that the leap day is a year's last, and in eras of 400 years, which all
    /// have 146,097 days. 719,468 is the number of days from 0000-03-01 to 1970-01-01.
    private static func civilDate(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = floorDivide(day + 719_468, 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    private static func floorDivide(_ number: Int64, _ divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    /// How many decimal digits a number has.
    private static func width(_ number: UInt64) -> Int {
        var (width, rest) = (1, number / 10)
        while rest > 0 { (width, rest) = (width + 1, rest / 10) }
        return width
    }
}

/// Writes ASCII into memory that is lent, one behind the other.
private struct DigitWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    mutating func append(_ character: Unicode.Scalar) {
        bytes[count] = UInt8(ascii: character)
        count += 1
    }

    mutating func append(_ before: Unicode.Scalar, _ number: Int64, width: Int) {
        append(before)
        append(number.magnitude, width: width)
    }

    /// The last digits of a number, so many of them.
    mutating func append(_ number: UInt64, width: Int) {
        var rest = number
        for place in (count..<(count + width)).reversed() {
            bytes[place] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += width
    }
}
