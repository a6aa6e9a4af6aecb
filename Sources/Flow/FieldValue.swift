// SPDX-License-Identifier: Apache-2.0

package import JSONText
package import SQL

/// What stands under a name in a record.
package enum FieldValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case text(String)
    case timestamp(Timestamp)
    /// JSON as it was said: a message's body and all that a path finds in it.
    case json(JSONText)
}
