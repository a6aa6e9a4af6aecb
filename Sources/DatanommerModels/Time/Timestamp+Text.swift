// SPDX-License-Identifier: Apache-2.0

extension Timestamp {
    /// Reads a time that a person or a message wrote: ISO 8601 (a date, or date and time with optional seconds,
    /// fraction and zone; without zone it is UTC) or seconds since 1970, with an optional fraction.
    ///
    /// Nil when it is neither, or not within 1970…9999.
    package init?(text: String) {
        guard let time = Timestamp(iso8601: text) ?? Timestamp(epochSeconds: text) else { return nil }
        self = time
    }

    /// Reads seconds since 1970, in any spelling of a JSON number; a fraction is rounded to microseconds.
    package init?(epochSeconds text: String) {
        if let microseconds = Self.exactMicroseconds(text) {
            self.init(microseconds: microseconds)
        } else {
            // Double would read `inf`, `nan` and `0x10` too.
            guard text.utf8.allSatisfy({ "0123456789+-.eE".utf8.contains($0) }), let seconds = Double(text),
                seconds.magnitude < 1e12
            else { return nil }
            // Whole seconds apart, so that the fraction keeps all the digits a Double has left.
            let whole = seconds.rounded(.down)
            let fraction = ((seconds - whole) * 1e6).rounded()
            self.init(microseconds: Int64(whole) * Self.microsecondsPerSecond + Int64(fraction))
        }
        guard Self.sane.contains(self) else { return nil }
    }

    /// Microseconds of seconds with at most six digits of fraction. A Double has too few digits for them from 2242 on.
    private static func exactMicroseconds(_ text: String) -> Int64? {
        var (seconds, secondDigits) = (Int64(0), 0)
        var (fraction, fractionDigits) = (Int64(0), -1)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: ".") where fractionDigits < 0: fractionDigits = 0
            case UInt8(ascii: "0")...UInt8(ascii: "9") where fractionDigits < 0 && secondDigits < 12:
                seconds = seconds * 10 + Int64(byte - UInt8(ascii: "0"))
                secondDigits += 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where (0..<6).contains(fractionDigits):
                fraction = fraction * 10 + Int64(byte - UInt8(ascii: "0"))
                fractionDigits += 1
            default: return nil
            }
        }
        guard secondDigits > 0, fractionDigits != 0 else { return nil }
        if fractionDigits > 0 { for _ in fractionDigits..<6 { fraction *= 10 } }
        return seconds * microsecondsPerSecond + fraction
    }

    /// Reads ISO 8601: `2013-02-18`, `2013-02-18T05:55`, `2013-02-18 05:55:18.25+01:00`, `20130218T055518Z` is not read.
    package init?(iso8601 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.take("-"), let month = scanner.number(digits: 2),
            scanner.take("-"), let day = scanner.number(digits: 2), (1...12).contains(month), day >= 1,
            day <= Self.daysInMonth(month, year: year)
        else { return nil }
        var seconds = 0
        var fraction: Int64 = 0
        if scanner.take("T") || scanner.take("t") || scanner.take(" ") {
            guard let time = scanner.timeOfDay(), let zone = scanner.zone() else { return nil }
            seconds = time.seconds - zone
            fraction = time.microseconds
        }
        guard scanner.isAtEnd else { return nil }
        self.init(year: year, month: month, day: day, secondsOfDay: Int64(seconds), microseconds: fraction)
        guard Self.sane.contains(self) else { return nil }
    }

    /// `2013-02-18 05:55:18` in UTC, with six digits of fraction where there is one.
    package var civil: String {
        let fraction = microseconds % Self.microsecondsPerSecond
        let text = description.dropLast().replacing("T", with: " ")
        return String(fraction == 0 ? text.prefix(19) : text[...])
    }
}

/// A number with leading zeros.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
