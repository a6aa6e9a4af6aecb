// SPDX-License-Identifier: Apache-2.0

/// A size as an operator writes it: whole bytes, or binary units.
struct ByteCount: Hashable, Sendable, CustomStringConvertible {
    /// The size in bytes.
    let bytes: Int

    /// Units of a setting, the largest first.
    private static let units: [(name: String, bytes: Int)] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10)]

    init(_ bytes: Int) { self.bytes = bytes }

    /// A whole number of bytes, or one of `KiB`, `MiB` or `GiB`; `nil` for anything else.
    init?(settingText text: String) {
        let digits = text.prefix { ("0"..."9").contains($0) }
        let rest = text.dropFirst(digits.count)
        guard let number = Int(digits),
            let factor = rest.isEmpty ? 1 : Self.units.first(where: { $0.name == rest })?.bytes
        else { return nil }
        let (bytes, overflow) = number.multipliedReportingOverflow(by: factor)
        guard !overflow else { return nil }
        self.bytes = bytes
    }

    /// The same in the largest unit that keeps it whole.
    var description: String {
        let unit = Self.units.first { bytes.isMultiple(of: $0.bytes) && bytes != 0 }
        return unit.map { "\(bytes / $0.bytes)\($0.name)" } ?? "\(bytes)"
    }
}
