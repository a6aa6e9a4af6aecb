// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// A single value to compare with, whatever it was spelled like: 1 and 1.0 are equal, 1 and "1" are not.
package enum Scalar: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is no 64-bit integer; make it with `number(_:)`, which tells.
    case real(Double)
    case text(String)

    /// A number: an integer where it is one.
    package static func number(_ value: Double) -> Scalar {
        Int64(exactly: value).map { .integer($0) } ?? .real(value)
    }

    /// The number it is; nil if it is none.
    var number: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .real(let value): value
        case .null, .boolean, .text: nil
        }
    }

    /// The text that a pattern looks at: numbers as digits, `true` and `false`; nil for null.
    var text: String? {
        switch self {
        case .null: nil
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .real(let value): JSONText.double(value).text
        case .text(let text): text
        }
    }
}
