// SPDX-License-Identifier: Apache-2.0

extension SQL: ExpressibleByStringInterpolation {
    /// A statement without values.
    package init(stringLiteral text: String) {
        self.init(text: text)
    }

    /// A statement from a literal with `\( )` in it.
    package init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.statement
    }

    /// Gathers a literal: its text stays text, what is interpolated becomes a value or a fragment.
    package struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var statement = SQL(text: "")

        /// Called by the compiler for each literal.
        package init(literalCapacity: Int, interpolationCount: Int) {}

        /// Called by the compiler for the text between interpolations.
        package mutating func appendLiteral(_ literal: String) {
            statement.append(text: literal)
        }

        /// A value, which becomes the next `$n`.
        package mutating func appendInterpolation(_ value: some SQLBindable) {
            statement.append(value: value.sqlValue)
        }

        /// A value or NULL, which becomes the next `$n`. (Without it the compiler warns of optionals in texts.)
        package mutating func appendInterpolation(_ value: (some SQLBindable)?) {
            statement.append(value: value.sqlValue)
        }

        /// A fragment, whose text and values become part of the statement.
        package mutating func appendInterpolation(_ fragment: SQL) {
            statement.append(fragment)
        }
    }
}
