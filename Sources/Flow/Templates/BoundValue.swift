// SPDX-License-Identifier: Apache-2.0

package import SQL

/// A value that a template made of a record, as it is bound to a parameter of the statement.
package enum BoundValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    /// A number that is no 64-bit integer, as it was spelled.
    case number(String)
    case text(String)
    case timestamp(Timestamp)

    /// The value within a longer text; null is nothing.
    package var text: String {
        switch self {
        case .null: ""
        case .boolean(let value): value ? "true" : "false"
        case .integer(let value): String(value)
        case .number(let text), .text(let text): text
        case .timestamp(let time): time.description
        }
    }
}
