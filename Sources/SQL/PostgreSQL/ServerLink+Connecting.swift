// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension ServerLink {
    /// Connects, with UTF-8 and UTC, whatever the machines at both ends are set to.
    ///
    /// libpq's own blocking connect is used, since it alone tries the next of several hosts when one does not answer.
    ///
    /// - Throws: `.unreachable`, `.refusedLogin`, `.missing`, `.busy`.
    static func connect(
        url: String, database: String?, options: DatabaseOptions
    ) throws(DatabaseError) -> ServerLink {
        let place = DatabaseURL(place: .postgresql(url: url, database: database)).description
        let handle = withParameters(url: url, database: database, options: options) { keywords, values in
            PQconnectdbParams(keywords, values, 1)
        }
        guard let handle else { throw DatabaseError(.full, "no memory to connect to \(place)") }
        let link = ServerLink(handle, answerTimeout: options.answerTimeout)
        guard !link.isBroken else { throw DatabaseError(connecting: link.lastWords, to: place) }
        try link.useUTC()
        return link
    }

    /// Of a keyword given twice the last counts: what stands before the URL are defaults, what stands behind is law.
    private static func withParameters<R>(
        url: String, database: String?, options: DatabaseOptions,
        _ body: (_ keywords: [UnsafePointer<CChar>?], _ values: [UnsafePointer<CChar>?]) -> R
    ) -> R {
        let seconds = max(2, options.connectTimeout.components.seconds)
        var parameters: [(String, String)] = [
            ("application_name", options.applicationName), ("connect_timeout", "\(seconds)"),
            // Without these a server that vanished would be waited for up to two hours.
            ("keepalives_idle", "30"), ("keepalives_interval", "10"), ("keepalives_count", "3"),
            ("tcp_user_timeout", "60000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        if let database { parameters.append(("dbname", database)) }
        return withCStrings(parameters.map(\.0)) { keywords in
            withCStrings(parameters.map(\.1)) { values in body(keywords, values) }
        }
    }

    /// Lends the texts as C strings, with nil after the last.
    private static func withCStrings<R>(_ texts: [String], _ body: ([UnsafePointer<CChar>?]) -> R) -> R {
        let bytes = texts.flatMap { $0.utf8CString }
        return bytes.withUnsafeBufferPointer { buffer in
            var start = 0
            let pointers = texts.map { text in
                defer { start += text.utf8CString.count }
                return buffer.baseAddress?.advanced(by: start)
            }
            return body(pointers + [nil])
        }
    }

    private func useUTC() throws(DatabaseError) {
        if let zone = PQparameterStatus(handle, "TimeZone"), String(cString: zone) == "UTC" { return }
        try command("SET TimeZone TO 'UTC'")
    }
}
