// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

/// One answer of the server; the only owner of its memory, which it frees.
struct ServerResult: ~Copyable {
    private let result: OpaquePointer

    init(_ result: OpaquePointer) {
        self.result = result
    }

    deinit {
        PQclear(result)
    }

    var status: ExecStatusType { PQresultStatus(result) }

    /// What the server did, such as `COMMIT` or `INSERT 0 1`.
    var commandTag: String { PQcmdStatus(result).map { String(cString: $0) } ?? "" }

    /// The types of the columns.
    var types: [Oid] {
        (0..<PQnfields(result)).map { PQftype(result, $0) }
    }

    func rows() throws(DatabaseError) -> [Row] {
        let types = types
        var rows: [Row] = []
        rows.reserveCapacity(Int(PQntuples(result)))
        for row in 0..<PQntuples(result) {
            var values: [SQLValue] = []
            values.reserveCapacity(types.count)
            for (column, type) in types.enumerated() { values.append(try value(row, CInt(column), type)) }
            rows.append(Row(values: values))
        }
        return rows
    }

    private func value(_ row: CInt, _ column: CInt, _ type: Oid) throws(DatabaseError) -> SQLValue {
        guard PQgetisnull(result, row, column) == 0 else { return .null }
        let bytes = UnsafeRawBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
        return try SQLValue.decode(bytes, type: type, column: Int(column))
    }

    /// The error, where the status tells of one: the primary message and SQLSTATE, not the detail, which quotes data.
    func error(_ tried: String) -> DatabaseError {
        DatabaseError(sqlState: sqlState, said: message, tried)
    }

    /// What is said of the error. A broken connection's has none of the server's fields.
    var message: String { field("M") ?? PQresultErrorMessage(result).map { String(cString: $0) } ?? "" }

    var sqlState: String? { field("C") }

    /// Whether it is an error with which the server ends the connection.
    var isFatal: Bool {
        // Poolers give the severity only in the field that a server gives in its own language.
        switch field("V") ?? field("S") {
        case "FATAL", "PANIC": true
        default: false
        }
    }

    /// A field of the error by its letter in the protocol (PostgreSQL manual, 55.8).
    private func field(_ letter: Unicode.Scalar) -> String? {
        PQresultErrorField(result, CInt(letter.value)).map { String(cString: $0) }
    }
}
