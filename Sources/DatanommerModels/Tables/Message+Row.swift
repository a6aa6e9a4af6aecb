// SPDX-License-Identifier: Apache-2.0

internal import JSONText
internal import SQL

extension Message {
    /// The values of `MessageTable.storedColumns`, in their order.
    ///
    /// Inlined: a message has twenty parts, and who calls it for one in an array would copy all of them first.
    @inline(__always) func values(_ place: StoredPlace) -> [SQLValue] {
        [
            .integer(place.position), .text(msgID), .timestamp(timestamp), place.topic.sqlValue,
            place.category.sqlValue, .integer(i), username.sqlValue, crypto.sqlValue, place.certificate.sqlValue,
            signature.sqlValue, .text(msg), headers.sqlValue, Self.list(users), Self.list(packages),
            place.source.sqlValue, rest.sqlValue, Self.list(notSaid), verdict.sqlValue,
        ]
    }

    /// Names as the JSON array that a column holds; null for none.
    static func list(_ names: [String]) -> SQLValue {
        names.isEmpty ? .null : .text(JSONText.array(ofStrings: names).text)
    }

    /// Reads a row of `MessageTable.select`.
    init(row: Row) throws(DatabaseError) {
        self.init(
            msgID: try row.text(1), timestamp: try row.timestamp(2), topic: try row.text(3), msg: try row.text(10))
        position = try row.integer(0)
        category = try row.text(4)
        i = try row.integer(5)
        username = try row.optionalText(6)
        crypto = try row.optionalText(7)
        certificate = try row.optionalText(8)
        signature = try row.optionalText(9)
        headers = try row.optionalText(11)
        users = Self.names(try row.optionalText(12))
        packages = Self.names(try row.optionalText(13))
        source = Source(name: try row.text(14), version: try row.text(15))
        rest = try row.optionalText(16)
        notSaid = Self.names(try row.optionalText(17))
        verdict = try row.optionalText(18)
        timestampWasSaid = saysItsTime
    }

    /// The names in such a column.
    static func names(_ list: String?) -> [String] {
        list.flatMap { try? JSONText(validating: $0) }?.elements().compactMap(\.string) ?? []
    }
}
