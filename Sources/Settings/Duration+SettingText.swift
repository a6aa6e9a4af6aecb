// SPDX-License-Identifier: Apache-2.0

extension Duration {
    /// Units of a setting, the largest first.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60000), ("s", 1000), ("ms", 1),
    ]

    /// A whole number and its unit, such as `50ms`, `5s`, `2m`, `1h`, `365d` or `2w`; `nil` for anything else.
    package init?(settingText text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        guard let unit = Self.units.first(where: { $0.name == text.dropFirst(digits.count) }),
            let number = Int64(digits)
        else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        guard !overflow else { return nil }
        self = .milliseconds(milliseconds)
    }

    /// The same as a setting is written, in the largest unit that keeps it whole; parts of a millisecond are cut.
    package var settingText: String {
        let milliseconds = Int64(self / .milliseconds(1))
        let unit = Self.units.first { milliseconds.isMultiple(of: $0.milliseconds) && milliseconds != 0 }
        return unit.map { "\(milliseconds / $0.milliseconds)\($0.name)" } ?? "\(milliseconds / 1000)s"
    }
}
