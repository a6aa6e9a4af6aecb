// SPDX-License-Identifier: Apache-2.0

extension Timestamp: CustomStringConvertible {
    /// ISO 8601 in UTC with six decimals, `2026-11-21T03:12:00.000000Z`.
    ///
    /// The year has at least four digits, and a minus where it lies before the year 0.
    public var description: String {
        let (day, inDay) = Self.floorDivide(microseconds, 86_400_000_000)
        let (year, month, dayOfMonth) = Self.civilDate(day: day)
        let seconds = inDay / 1_000_000
        return Self.digits(year, 4) + "-" + Self.digits(month, 2) + "-" + Self.digits(dayOfMonth, 2) + "T"
            + Self.digits(seconds / 3_600, 2) + ":" + Self.digits(seconds / 60 % 60, 2) + ":"
            + Self.digits(seconds % 60, 2) + "." + Self.digits(inDay % 1_000_000, 6) + "Z"
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

    private static func digits(_ number: Int64, _ width: Int) -> String {
        let text = String(number.magnitude)
        let zeros = String(repeating: "0", count: max(0, width - text.count))
        return (number < 0 ? "-" : "") + zeros + text
    }
}
