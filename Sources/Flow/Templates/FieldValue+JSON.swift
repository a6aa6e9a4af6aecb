// SPDX-License-Identifier: Apache-2.0

package import JSONText
internal import SQL

extension FieldValue {
    /// The value as JSON; a moment as a string.
    package var json: JSONText {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .text(let text): .string(text)
        case .timestamp(let time): .string(time.description)
        case .json(let json): json
        }
    }

    /// The value as a database takes it: objects and lists as the JSON they are, strings without their quotes.
    var bound: BoundValue {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .text(let text): .text(text)
        case .timestamp(let time): .timestamp(time)
        case .json(let json): json.bound
        }
    }
}

extension JSONText {
    fileprivate var bound: BoundValue {
        switch kind {
        case .null: .null
        case .true: .boolean(true)
        case .false: .boolean(false)
        case .number: integer.map { .integer($0) } ?? .number(text)
        case .string: .text(stringWithReplacements ?? "")
        case .object, .array: .text(text)
        }
    }
}
