// SPDX-License-Identifier: Apache-2.0

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The time that an event of Salt tells, `_stamp`.
///
/// | written by Salt | looks like | read as |
/// |---|---|---|
/// | 0.17 | `2026-01-01_00:00:00.007001` | this machine's local time |
/// | 2014.1 | `2026-01-01T00:00:00.007001` | UTC, though it is local time: it looks like the next |
/// | 2014.7 to 3007 | `2026-01-01T00:00:00.007001` | UTC |
/// | 3008 | `2026-01-01T00:00:00.007001+00:00` | as it says |
struct SaltStamp: Hashable {
    /// The moment that is meant.
    let time: Timestamp
    /// The year as it is written, which is the same for everybody who reads it.
    let year: Int

    /// Nil when it is no time, or not within 1970…9999.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        let isLocal = bytes.count > 10 && bytes[10] == UInt8(ascii: "_")
        let iso = isLocal ? text.replacing("_", with: "T", maxReplacements: 1) : text
        guard let year = Self.number(bytes, 0..<4), let said = Self.usual(bytes, year) ?? Timestamp(iso8601: iso) else {
            return nil
        }
        let time = isLocal ? Self.local(said) : said
        guard Timestamp.sane.contains(time) else { return nil }
        self.time = time
        self.year = year
    }

    /// The spelling of nearly all stamps, `2026-01-01T00:00:00.007001`, read at fixed places: a tenth of what a message
    /// costs otherwise. Nil for any other.
    private static func usual(_ bytes: [UInt8], _ year: Int) -> Timestamp? {
        guard bytes.count == 26, [4, 7].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
            [13, 16].allSatisfy({ bytes[$0] == UInt8(ascii: ":") }), bytes[19] == UInt8(ascii: "."),
            bytes[10] == UInt8(ascii: "T"), let month = number(bytes, 5..<7), let day = number(bytes, 8..<10),
            let hour = number(bytes, 11..<13), let minute = number(bytes, 14..<16),
            let second = number(bytes, 17..<19), let fraction = number(bytes, 20..<26), (1...12).contains(month),
            (1...Timestamp.daysInMonth(month, year: year)).contains(day), hour < 24, minute < 60, second < 60
        else { return nil }
        return Timestamp(
            year: year, month: month, day: day, secondsOfDay: Int64(hour * 3_600 + minute * 60 + second),
            microseconds: Int64(fraction))
    }

    private static func number(_ bytes: [UInt8], _ places: Range<Int>) -> Int? {
        guard places.upperBound <= bytes.count else { return nil }
        var number = 0
        for place in places {
            let digit = bytes[place] &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            number = number * 10 + Int(digit)
        }
        return number
    }

    /// The moment at which a clock on this machine's wall shows what `civil` shows in UTC; of an hour that comes twice in
    /// autumn, either.
    private static func local(_ civil: Timestamp) -> Timestamp {
        let (seconds, fraction) = civil.microseconds.quotientAndRemainder(
            dividingBy: Timestamp.microsecondsPerSecond)
        var (wall, parts) = (time_t(seconds), tm())
        gmtime_r(&wall, &parts)
        parts.tm_isdst = -1
        return Timestamp(microseconds: Int64(mktime(&parts)) * Timestamp.microsecondsPerSecond + fraction)
    }
}
