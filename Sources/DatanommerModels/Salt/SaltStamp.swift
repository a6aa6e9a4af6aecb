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
        let underscore = text.utf8.index(text.startIndex, offsetBy: 10, limitedBy: text.endIndex)
        let isLocal = underscore.map { $0 < text.endIndex && text.utf8[$0] == UInt8(ascii: "_") } ?? false
        guard let year = Int(text.prefix(4)),
            let said = Timestamp(iso8601: isLocal ? text.replacing("_", with: "T", maxReplacements: 1) : text)
        else { return nil }
        let time = isLocal ? Self.local(said) : said
        guard Timestamp.sane.contains(time) else { return nil }
        self.time = time
        self.year = year
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
