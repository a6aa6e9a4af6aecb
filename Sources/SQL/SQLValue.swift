// SPDX-License-Identifier: Apache-2.0

/// A value as it goes into a statement or comes out of a row.
///
/// | case | PostgreSQL | SQLite |
/// |---|---|---|
/// | `.null` | a parameter of unknown type | NULL |
/// | `.boolean` | `boolean` | INTEGER 0 or 1, read back as `.integer` |
/// | `.integer` | `bigint` | INTEGER |
/// | `.real` | `double precision` | REAL (NaN becomes NULL) |
/// | `.text` | `text`, without NUL characters | TEXT, without NUL characters |
/// | `.spelled` | a literal of the type that its place wants, as in quotes | TEXT |
/// | `.bytes` | `bytea` | BLOB |
/// | `.timestamp` | `timestamptz` | INTEGER microseconds, read back as `.integer` |
/// | `.texts` | `text[]` | TEXT holding a JSON array, read back as `.text` |
/// | `.integers` | `bigint[]` | TEXT holding a JSON array, read back as `.text` |
///
/// ``Row`` accessors hide what reads back differently. Where PostgreSQL cannot tell the type of a `.null` from its
/// place, the statement says it: `$1::text`.
package enum SQLValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case real(Double)
    case text(String)
    case spelled(String)
    case bytes([UInt8])
    case timestamp(Timestamp)
    case texts([String])
    case integers([Int64])
}

extension SQLValue {
    /// The name of a value's case, as messages tell it. Never the value itself, which may be a secret.
    enum Kind: Hashable, Sendable {
        case null, boolean, integer, real, text, spelled, bytes, timestamp, texts, integers
    }

    /// The value's case.
    var kind: Kind {
        switch self {
        case .null: .null
        case .boolean: .boolean
        case .integer: .integer
        case .real: .real
        case .text: .text
        case .spelled: .spelled
        case .bytes: .bytes
        case .timestamp: .timestamp
        case .texts: .texts
        case .integers: .integers
        }
    }
}
