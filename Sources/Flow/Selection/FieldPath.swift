// SPDX-License-Identifier: Apache-2.0

/// The way to a value in a record: a field, and from there into its JSON.
///
/// `msg.items[0].name` is the member `name` of the first element of the member `items` of the field `msg`. A name with dots,
/// brackets, quotes or braces is written in quotes, `msg."fedora.org"`, with `\"` and `\\` inside.
package struct FieldPath: Hashable, Sendable, CustomStringConvertible {
    /// One step into JSON.
    enum Step: Hashable, Sendable {
        /// The member of this name.
        case member(String)
        /// The element at this place, counted from 0.
        case element(Int)
    }

    /// The record's field.
    let field: String
    /// The steps from there.
    let steps: [Step]
    /// The path as it was written.
    package let description: String

    /// Reads a path.
    ///
    /// - Throws: `SelectionError` with the place where it is none.
    package init(_ text: String) throws(SelectionError) {
        var reader = FieldPathReader(text)
        field = try reader.name()
        steps = try reader.steps()
        description = text
    }

    /// A path that is known to be one.
    init(field: String, steps: [Step]) {
        self.field = field
        self.steps = steps
        description = steps.reduce(field) { text, step in
            switch step {
            case .member(let name): "\(text).\(name)"
            case .element(let place): "\(text)[\(place)]"
            }
        }
    }

    /// Equal are paths that lead the same way, however written.
    package static func == (one: FieldPath, other: FieldPath) -> Bool {
        one.field == other.field && one.steps == other.steps
    }

    /// Goes with `==`.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(field)
        hasher.combine(steps)
    }
}
