// SPDX-License-Identifier: Apache-2.0

/// What is aimed at, told under the table that shows it.
enum Target {
    static func tell(_ what: String, _ value: Double, atLeast wanted: Double, _ unit: String = "") {
        tell(what, value, "at least \(wanted.short)\(unit)", isMet: value >= wanted, unit)
    }

    static func tell(_ what: String, _ value: Double, atMost wanted: Double, _ unit: String = "") {
        tell(what, value, "at most \(wanted.short)\(unit)", isMet: value <= wanted, unit)
    }

    private static func tell(_ what: String, _ value: Double, _ wanted: String, isMet: Bool, _ unit: String) {
        guard value.isFinite else { return }
        let figure = value < 1_000 ? value.figure : value.whole
        print("- \(isMet ? "met" : "**missed**"): \(what): \(figure)\(unit), wanted \(wanted)")
    }

    /// Parts it from the table above.
    static func begin() { print("") }
}

extension Double {
    fileprivate var short: String { self == rounded() ? whole : figure }
}
