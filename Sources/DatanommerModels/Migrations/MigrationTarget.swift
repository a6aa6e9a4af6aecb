// SPDX-License-Identifier: Apache-2.0

/// Where an operator wants the schema to be.
package enum MigrationTarget: Hashable, Sendable {
    /// The newest version there is.
    case head
    /// No schema at all.
    case base
    /// So many steps up, or (negative) down.
    case steps(Int)
    /// One version.
    case version(Int)

    /// Reads `head`, `base`, `+2`, `-1` or `7`.
    package init?(_ text: String) {
        switch text {
        case "head": self = .head
        case "base": self = .base
        default:
            guard let number = Int(text), number.magnitude < 1_000_000 else { return nil }
            self = text.hasPrefix("+") || text.hasPrefix("-") ? .steps(number) : .version(number)
        }
    }
}
