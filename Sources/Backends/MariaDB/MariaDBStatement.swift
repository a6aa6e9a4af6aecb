// SPDX-License-Identifier: Apache-2.0

internal import CLibMariaDB

/// One prepared statement; the only owner of its handle, which it closes.
///
/// - Important: Must not outlive the connection that prepared it.
final class MariaDBStatement {
    private let handle: UnsafeMutablePointer<MYSQL_STMT>
    private let tried: String
    /// False once the server said that it takes no arrays for it.
    private(set) var takesMany = true

    init(_ text: String, parameters: Int, on connection: UnsafeMutablePointer<MYSQL>) throws(MariaDBError) {
        guard let handle = mysql_stmt_init(connection) else { throw MariaDBError(connection, "a statement") }
        self.handle = handle
        tried = "the statement \(text.prefix(60).split(whereSeparator: \.isWhitespace).joined(separator: " "))…"
        guard mysql_stmt_prepare(handle, text, CUnsignedLong(text.utf8.count)) == 0 else { throw error() }
        let count = mysql_stmt_param_count(handle)
        guard count == CUnsignedLong(parameters) else {
            throw MariaDBError(
                number: 0, sqlState: "", "\(tried): the server sees \(count) parameters where there are \(parameters)")
        }
        takesMany = parameters > 0
    }

    deinit {
        mysql_stmt_close(handle)
    }

    /// Runs it for all rows, in order, in one exchange with the server.
    func runAll(_ parameters: borrowing MariaDBParameters) throws(MariaDBError) {
        guard parameters.bindAll(to: handle), mysql_stmt_execute(handle) == 0 else {
            let error = error()
            if error.refusesBulk { takesMany = false }
            throw error
        }
        try forgetAnswer()
    }

    /// Runs it for one of the rows.
    func run(row: Int, _ parameters: borrowing MariaDBParameters) throws(MariaDBError) {
        guard parameters.bind(row: row, to: handle), mysql_stmt_execute(handle) == 0 else { throw error() }
        try forgetAnswer()
    }

    /// A statement that answers with rows, such as RETURNING, must have them read before the next.
    private func forgetAnswer() throws(MariaDBError) {
        guard mysql_stmt_field_count(handle) > 0 else { return }
        guard mysql_stmt_store_result(handle) == 0 else { throw error() }
        mysql_stmt_free_result(handle)
    }

    private func error() -> MariaDBError { MariaDBError(statement: handle, tried) }
}
