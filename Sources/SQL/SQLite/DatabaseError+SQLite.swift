// SPDX-License-Identifier: Apache-2.0

internal import GRDB
internal import GRDBSQLite

extension DatabaseError {
    /// The last error of a SQLite connection. `tried` is what was tried, on what.
    init(sqlite connection: OpaquePointer?, _ tried: String) {
        self.init(
            sqliteCode: sqlite3_extended_errcode(connection), String(cString: sqlite3_errmsg(connection)), tried)
    }

    /// An error that GRDB threw. `tried` is what was tried, on what.
    init(grdb error: any Error, _ tried: String) {
        guard let error = error as? GRDB.DatabaseError else {
            self.init(.other, "\(tried): \(error)")
            return
        }
        self.init(
            sqliteCode: error.extendedResultCode.rawValue, error.message ?? "\(error.resultCode)", tried)
    }

    private init(sqliteCode: CInt, _ said: String, _ tried: String) {
        let code = Self.code(sqliteCode: sqliteCode, said)
        // The disk may come back: a network file system, a cable.
        let isRetryable = sqliteCode & 0xFF == SQLITE_IOERR ? true : nil
        let advice = code == .noSuchTable ? "; run datanommer-migrate" : ""
        self.init(code, "\(tried): \(said)\(advice)", isRetryable: isRetryable)
    }

    /// By SQLite's result codes (sqlite.org/rescode.html): the lowest byte tells the kind.
    private static func code(sqliteCode: CInt, _ said: String) -> Code {
        switch sqliteCode & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
        case SQLITE_INTERRUPT: .cancelled
        case SQLITE_READONLY: .readOnly
        case SQLITE_FULL, SQLITE_NOMEM: .full
        case SQLITE_CONSTRAINT: .constraint
        case SQLITE_NOTADB, SQLITE_CORRUPT, SQLITE_FORMAT: .damaged
        case SQLITE_MISMATCH, SQLITE_TOOBIG: .invalidData
        case SQLITE_PERM, SQLITE_AUTH: .refusedLogin
        case SQLITE_ERROR where said.hasPrefix("no such table"): .noSuchTable
        default: .other
        }
    }
}
