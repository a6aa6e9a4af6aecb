// SPDX-License-Identifier: Apache-2.0

internal import CLibMariaDB

/// One open connection; the only owner of its handle, which it closes.
///
/// Its calls block. The session is strict (a value that does not fit is an error, not another value), in UTC and UTF-8.
final class MariaDBConnection {
    /// Rows in one exchange are at most so many, and so large together; as much as a server with little memory takes.
    private static let rowsAtOnce = 1_000
    private static let bytesAtOnce = 1 << 20

    private let handle: UnsafeMutablePointer<MYSQL>
    private var statements: [MariaDBStatement] = []
    /// How large a packet the server takes.
    private var largestPacket = 16 << 20

    init(_ address: MariaDBAddress) throws(MariaDBError) {
        guard let handle = mysql_init(nil) else { throw MariaDBError(nil, "libmariadb") }
        self.handle = handle
        Self.set(address, on: handle)
        // Rows found, not rows changed: an update to what is there already is no failure.
        let opened = mysql_real_connect(
            handle, address.host.nilIfEmpty, address.user.nilIfEmpty, address.password, address.database,
            UInt32(address.port), address.socket.nilIfEmpty, CUnsignedLong(CLIENT_FOUND_ROWS))
        guard opened != nil else { throw MariaDBError(handle, "cannot connect to MariaDB, \(address)") }
        try prepareSession()
    }

    deinit {
        // Statements first: they tell the server through the connection.
        statements = []
        mysql_close(handle)
    }

    /// Prepares statements, which finds tables, columns and rights that are missing.
    func prepare(_ texts: [String], parameters: Int) throws(MariaDBError) {
        guard statements.isEmpty else { return }
        statements = try texts.map { text throws(MariaDBError) in
            try MariaDBStatement(text, parameters: parameters, on: handle)
        }
    }

    /// Stores rows in one transaction, all but those that are refused.
    ///
    /// - Returns: The places of refused rows, and why.
    func store(_ runs: [(statement: Int, rows: ArraySlice<[String?]>)]) throws(MariaDBError) -> [Int: MariaDBError] {
        do throws(MariaDBError) {
            for run in runs { try storeAll(run.rows, statements[run.statement]) }
            try commit()
            return [:]
        } catch {
            guard error.blamesRow || error.refusesBulk else { throw error }
        }
        // One of many was refused: nobody knows which, so each by itself.
        try rollBack()
        var refused: [Int: MariaDBError] = [:]
        for run in runs { try storeEach(run.rows, statements[run.statement], &refused) }
        try commit()
        return refused
    }

    private func storeAll(_ rows: ArraySlice<[String?]>, _ statement: MariaDBStatement) throws(MariaDBError) {
        for chunk in Self.chunks(of: rows) {
            let parameters = MariaDBParameters(rows[chunk])
            if statement.takesMany {
                guard rows[chunk].allSatisfy(fits) else { throw Self.tooLarge }
                try statement.runAll(parameters)
            } else {
                for row in 0..<chunk.count { try run(statement, row, rows[chunk.lowerBound + row], parameters) }
            }
        }
    }

    private func storeEach(
        _ rows: ArraySlice<[String?]>, _ statement: MariaDBStatement, _ refused: inout [Int: MariaDBError]
    ) throws(MariaDBError) {
        for chunk in Self.chunks(of: rows) {
            let parameters = MariaDBParameters(rows[chunk])
            for row in 0..<chunk.count {
                do throws(MariaDBError) {
                    try run(statement, row, rows[chunk.lowerBound + row], parameters)
                } catch {
                    guard error.blamesRow else { throw error }
                    refused[chunk.lowerBound + row] = error
                }
            }
        }
    }

    private func run(
        _ statement: MariaDBStatement, _ row: Int, _ values: [String?], _ parameters: borrowing MariaDBParameters
    ) throws(MariaDBError) {
        // The server would end the connection.
        guard fits(values) else { throw Self.tooLarge }
        try statement.run(row: row, parameters)
    }

    /// Nine bytes at most go with each value, and a few with the packet.
    private func fits(_ values: [String?]) -> Bool {
        values.reduce(1_024) { $0 + ($1?.utf8.count ?? 0) + 9 } < largestPacket
    }

    private static let tooLarge = MariaDBError(
        number: MariaDBError.rowTooLarge, sqlState: "", "a row is larger than the server's max_allowed_packet")

    private static func chunks(of rows: ArraySlice<[String?]>) -> [Range<Int>] {
        var chunks: [Range<Int>] = []
        var (start, size) = (rows.startIndex, 0)
        for index in rows.indices {
            let bytes = rows[index].reduce(0) { $0 + ($1?.utf8.count ?? 0) }
            if index > start, size + bytes > bytesAtOnce || index - start == rowsAtOnce {
                chunks.append(start..<index)
                (start, size) = (index, 0)
            }
            size += bytes
        }
        if start < rows.endIndex { chunks.append(start..<rows.endIndex) }
        return chunks
    }

    private static func set(_ address: MariaDBAddress, on handle: UnsafeMutablePointer<MYSQL>) {
        var connecting = CUnsignedInt(max(1, address.connectTimeout.components.seconds))
        var answering = CUnsignedInt(max(1, address.answerTimeout.components.seconds))
        var (no, yes): (CUnsignedInt, CChar) = (0, 1)
        mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connecting)
        mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &answering)
        mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &answering)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        // A server must not ask for our files.
        mysql_options(handle, MYSQL_OPT_LOCAL_INFILE, &no)
        guard address.isEncrypted else { return }
        mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &yes)
        mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &yes)
        if !address.trustedCertificates.isEmpty {
            mysql_options(handle, MYSQL_OPT_SSL_CA, address.trustedCertificates)
        }
    }

    private func prepareSession() throws(MariaDBError) {
        try query("SET SESSION sql_mode = 'STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'")
        try query("SET SESSION time_zone = '+00:00'")
        guard mysql_autocommit(handle, 0) == 0 else { throw MariaDBError(handle, "autocommit") }
        try query("SELECT @@max_allowed_packet")
        guard let result = mysql_store_result(handle) else { throw MariaDBError(handle, "max_allowed_packet") }
        defer { mysql_free_result(result) }
        if let text = mysql_fetch_row(result)?[0], let size = Int(String(cString: text)) { largestPacket = size }
    }

    private func query(_ text: String) throws(MariaDBError) {
        guard mysql_real_query(handle, text, CUnsignedLong(text.utf8.count)) == 0 else {
            throw MariaDBError(handle, text)
        }
    }

    private func commit() throws(MariaDBError) {
        guard mysql_commit(handle) == 0 else { throw MariaDBError(handle, "COMMIT") }
    }

    private func rollBack() throws(MariaDBError) {
        guard mysql_rollback(handle) == 0 else { throw MariaDBError(handle, "ROLLBACK") }
    }
}

extension String {
    fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
