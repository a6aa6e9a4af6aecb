// SPDX-License-Identifier: Apache-2.0

extension DatabaseError {
    /// An error the server answered with. `tried` is what was tried, on what.
    ///
    /// Says nothing of the connection: from Citus `08006` may tell of a worker's, while ours is well.
    init(sqlState: String?, said: String, _ tried: String) {
        let code = Self.code(sqlState: sqlState ?? "")
        // 58: trouble of the system the server runs on, such as its disk's.
        self.init(
            code, "\(tried): \(Self.oneLine(said))\(Self.advice(sqlState))", sqlState: sqlState,
            isRetryable: sqlState?.hasPrefix("58") == true ? true : nil)
    }

    private static func advice(_ sqlState: String?) -> String {
        switch sqlState {
        case "42P01": "; run datanommer-migrate"
        case "26000": "; if there is a pooler in between, prepared statements must be switched off"
        default: ""
        }
    }

    /// No connection could be made. libpq gives no SQLSTATE then, only words; a server that speaks another language
    /// than English gets `.unreachable` for what is not understood, and the operator its words.
    init(connecting said: String, to place: String) {
        let code: Code =
            if said.contains("database \"") && said.contains("does not exist") {
                .missing
            } else if said.contains("too many clients") || said.contains("too many connections")
                || said.contains("connection slots are reserved")
            {
                .busy
            } else if Self.refusals.contains(where: said.contains) {
                .refusedLogin
            } else {
                .unreachable
            }
        self.init(code, "cannot connect to \(place): \(Self.oneLine(said))")
    }

    private static let refusals = [
        "authentication failed", "no pg_hba.conf entry", "no password supplied", "role \"", "certificate",
        "is not permitted to log in", "permission denied for database",
    ]

    /// The connection broke.
    init(lost said: String, _ tried: String, sqlState: String? = nil) {
        let message = "the connection to PostgreSQL was lost at \(tried): \(Self.oneLine(said))"
        self.init(.unreachable, message, sqlState: sqlState)
    }

    /// The server answered only when it was told to stop.
    init(stoppedAt tried: String, sqlState: String?) {
        self.init(
            .busy,
            "PostgreSQL gave no answer in time and was told to stop: \(tried); pg_stat_activity and pg_locks tell what "
                + "it waited for", sqlState: sqlState)
    }

    /// The server says nothing, whatever it is told.
    init(silentAt tried: String) {
        self.init(
            .unreachable,
            "PostgreSQL gave no answer in time, and none when told to stop, so the connection was given up: \(tried); "
                + "the server may be frozen, its disk slow, or a standby that COMMIT waits for away")
    }

    private static func oneLine(_ said: String) -> String {
        said.split(separator: "\n").map { $0.drop { $0.isWhitespace } }.joined(separator: "; ")
    }

    /// By SQLSTATE: Appendix A of PostgreSQL's manual. The first two characters are the class.
    static func code(sqlState: String) -> Code {
        switch sqlState {
        case "": .unreachable
        case "3D000": .missing
        case "40001", "40P01": .conflict
        case "25006": .readOnly
        case "42P01": .noSuchTable
        // Rights missing inside the database.
        case "42501": .refusedLogin
        // An object in use, a lock not available, too many connections; and a statement stopped by statement_timeout or
        // an administrator. (One that we stopped is found out before.)
        case "55006", "55P03", "53300", "57014": .busy
        // The server stops or starts, or we were idle for too long.
        case "57P01", "57P02", "57P03", "57P05", "25P03": .unreachable
        // Too few values, say. (A pooler says it of itself, too, but ends the connection then.)
        case "08P01": .other
        case _ where sqlState.hasPrefix("08"): .unreachable
        // 54: too large, for an index entry say.
        case _ where sqlState.hasPrefix("22") || sqlState.hasPrefix("54"): .invalidData
        case _ where sqlState.hasPrefix("23"): .constraint
        case _ where sqlState.hasPrefix("28"): .refusedLogin
        case _ where sqlState.hasPrefix("53"): .full
        default: .other
        }
    }
}
