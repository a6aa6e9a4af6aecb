// SPDX-License-Identifier: Apache-2.0

// Whoever imports this module needs the types of its times and errors, and nothing else of the engines.
@_exported public import struct SQL.DatabaseError
@_exported public import struct SQL.Timestamp

extension Timestamp {
    static let microsecondsPerSecond: Int64 = 1_000_000
    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The times a message may carry: 1970 up to the end of 9999, in UTC. Anything else is absurd.
    package static let sane = Timestamp(microseconds: 0)..<Timestamp(microseconds: 253_402_300_800_000_000)

    /// The point at a civil date and time of the proleptic Gregorian calendar, in UTC.
    init(year: Int, month: Int, day: Int, secondsOfDay: Int64 = 0, microseconds: Int64 = 0) {
        let days = Int64(Self.days(year: year, month: month, day: day))
        self.init(
            microseconds: days * Self.microsecondsPerDay + secondsOfDay * Self.microsecondsPerSecond + microseconds)
    }

    /// The year in UTC.
    var year: Int { Int(description.prefix(4)) ?? 1970 }

    /// Days since 1970-01-01; years are counted from March, so that the leap day ends one.
    private static func days(year: Int, month: Int, day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// How many days a month has.
    static func daysInMonth(_ month: Int, year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return switch month {
        case 2: leap ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
