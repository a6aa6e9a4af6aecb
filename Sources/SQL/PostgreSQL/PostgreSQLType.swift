// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// The types that are read and written, by the numbers that PostgreSQL's catalog has given them for good (pg_type.dat).
enum PostgreSQLType {
    static let unknown: Oid = 0
    static let boolean: Oid = 16
    static let bytes: Oid = 17
    static let character: Oid = 18
    static let name: Oid = 19
    static let int8: Oid = 20
    static let int2: Oid = 21
    static let int4: Oid = 23
    static let text: Oid = 25
    static let oid: Oid = 26
    static let json: Oid = 114
    static let xml: Oid = 142
    static let float4: Oid = 700
    static let float8: Oid = 701
    static let unknownLiteral: Oid = 705
    static let names: Oid = 1003
    static let int4s: Oid = 1007
    static let texts: Oid = 1009
    static let varchars: Oid = 1015
    static let int8s: Oid = 1016
    static let bpchar: Oid = 1042
    static let varchar: Oid = 1043
    static let timestamp: Oid = 1114
    static let timestamptz: Oid = 1184
    static let numeric: Oid = 1700
    static let void: Oid = 2278
    static let uuid: Oid = 2950
    static let jsonb: Oid = 3802

    /// The type a value is sent as.
    static func of(_ value: SQLValue) -> Oid {
        switch value {
        case .null, .spelled: unknown
        case .boolean: boolean
        case .integer: int8
        case .real: float8
        case .text: text
        case .bytes: bytes
        case .timestamp: timestamptz
        case .texts: texts
        case .integers: int8s
        }
    }
}

extension Timestamp {
    /// PostgreSQL counts microseconds from 2000-01-01T00:00:00Z.
    static let postgreSQLEpoch: Int64 = 946_684_800_000_000
}
