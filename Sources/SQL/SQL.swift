// SPDX-License-Identifier: Apache-2.0

/// A statement, or a part of one: text that was written in the program, and values that were not.
///
/// ```swift
/// let newest: SQL = "ORDER BY timestamp DESC LIMIT \(limit)"
/// let statement: SQL = "SELECT * FROM messages WHERE category = \(category) \(newest)"
/// statement.text    // SELECT * FROM messages WHERE category = $1 ORDER BY timestamp DESC LIMIT $2
/// statement.values  // [.text("git"), .integer(10)]
/// ```
///
/// A value stands behind one `$n` each time it appears, in order of appearance; it is never part of the text, whatever
/// it holds. A fragment brings its own text and values. A `String` is always a value, a text literal inside `\( )` too.
package struct SQL: Hashable, Sendable {
    /// The text between the values: always one more than there are values.
    private var texts: [String]
    /// The values of `$1`, `$2` … in order.
    package private(set) var values: [SQLValue]

    /// A statement from text that is known only at run time, such as a migration or a checked table name.
    ///
    /// - Important: The text becomes part of the statement as it is. Never pass what came from outside. A `$n` written
    ///   in it is not renumbered.
    package init(text: String) {
        texts = [text]
        values = []
    }

    /// The text with `$1` … `$n` where the values stand.
    package var text: String {
        text { "$\($0 + 1)" }
    }

    /// The text with something else where the values stand, told by the value's index.
    func text(_ spelling: (Int) -> String) -> String {
        var text = texts[0]
        for index in values.indices {
            text += spelling(index)
            text += texts[index + 1]
        }
        return text
    }

    /// Whether there is neither text nor a value.
    package var isEmpty: Bool {
        values.isEmpty && texts[0].isEmpty
    }

    mutating func append(text: String) {
        texts[texts.count - 1] += text
    }

    mutating func append(value: SQLValue) {
        values.append(value)
        texts.append("")
    }

    mutating func append(_ fragment: SQL) {
        append(text: fragment.texts[0])
        texts += fragment.texts.dropFirst()
        values += fragment.values
    }

    /// One after the other, with nothing in between.
    package static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }
}

extension SQL: CustomStringConvertible {
    /// The text alone: a value may be a secret, or megabytes.
    package var description: String { text }
}

extension Sequence<SQL> {
    /// The fragments one after the other with a separator in between: `conditions.joined(separator: " AND ")`.
    package func joined(separator: SQL) -> SQL {
        var joined = SQL(text: "")
        var isFirst = true
        for fragment in self {
            if !isFirst { joined.append(separator) }
            joined.append(fragment)
            isFirst = false
        }
        return joined
    }
}
