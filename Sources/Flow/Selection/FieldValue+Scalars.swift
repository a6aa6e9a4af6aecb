// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

extension FieldValue {
    /// The single values to compare with: of a list its elements, of an object and of lists in lists none.
    var scalars: [Scalar] {
        guard case .json(let json) = self, json.kind == .array else { return scalar.map { [$0] } ?? [] }
        return json.elements().compactMap(\.scalar)
    }

    /// A moment is the text that it is written as.
    private var scalar: Scalar? {
        switch self {
        case .null: .null
        case .boolean(let value): .boolean(value)
        case .integer(let value): .integer(value)
        case .text(let text): .text(text)
        case .timestamp(let time): .text(time.description)
        case .json(let json): json.scalar
        }
    }
}

extension JSONText {
    fileprivate var scalar: Scalar? {
        switch kind {
        case .null: .null
        case .true: .boolean(true)
        case .false: .boolean(false)
        case .string: stringWithReplacements.map { .text($0) }
        case .number: integer.map { .integer($0) } ?? double.map { .number($0) }
        case .object, .array: nil
        }
    }
}
