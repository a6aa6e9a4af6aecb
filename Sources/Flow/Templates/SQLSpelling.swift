// SPDX-License-Identifier: Apache-2.0

/// Whose SQL a template is written in: how a bound parameter is spelled, and where a string ends.
package enum SQLSpelling: Hashable, Sendable {
    case postgresql, sqlite, mariadb

    /// The parameter with this number, counted from 1.
    func parameter(_ number: Int) -> String {
        switch self {
        case .postgresql, .sqlite: "$\(number)"
        case .mariadb: "?"
        }
    }

    /// Whether a backslash in a string keeps the quote behind it from ending the string.
    var hasBackslashEscapes: Bool { self == .mariadb }

    /// Whether a parameter that was written by hand stands at a position outside of strings.
    func isParameter(_ bytes: [UInt8], at position: Int) -> Bool {
        switch bytes[position] {
        case UInt8(ascii: "?"): self != .postgresql
        case UInt8(ascii: "$"):
            self != .mariadb && position + 1 < bytes.count
                && UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[position + 1]
        default: false
        }
    }
}
