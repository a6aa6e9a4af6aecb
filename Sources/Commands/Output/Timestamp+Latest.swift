// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import SQL

/// Times as `datanommer-latest` prints them.
extension Timestamp {
    /// Seconds since 1970, always with a fraction: `1361166918.0`.
    var floatSeconds: String {
        let seconds = epochSeconds
        return seconds.contains(".") ? seconds : seconds + ".0"
    }

    /// How many whole seconds another time is ago.
    func wholeSeconds(since other: Timestamp) -> String {
        String((microseconds - other.microseconds) / 1_000_000)
    }

    /// How long another time is ago: `[D day[s], ]H:MM:SS[.ffffff]`. A time to come has a negative number of days, and
    /// hours that count forward from there.
    func age(of other: Timestamp) -> String {
        let perDay: Int64 = 86_400_000_000
        let span = microseconds - other.microseconds
        let days = span >= 0 ? span / perDay : (span - perDay + 1) / perDay
        let ofDay = span - days * perDay
        let seconds = ofDay / 1_000_000
        let clock = "\(seconds / 3_600):\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        let fraction = ofDay % 1_000_000
        let tail = fraction == 0 ? "" : "." + String(1_000_000 + fraction).dropFirst()
        let head = days == 0 ? "" : "\(days) \(abs(days) == 1 ? "day" : "days"), "
        return head + clock + tail
    }

    private func twoDigits(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
