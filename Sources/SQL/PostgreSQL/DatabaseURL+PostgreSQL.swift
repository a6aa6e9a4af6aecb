// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension DatabaseURL {
    /// Throws when libpq cannot read the URL.
    ///
    /// Of libpq's message only what stands before the first quotation mark is passed on: it goes on to quote the URL, or
    /// a part of it, which may be the password.
    static func checkPostgreSQL(url: String) throws(DatabaseError) {
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &message)
        PQconninfoFree(options)
        defer { PQfreemem(message) }
        guard options == nil else { return }
        let reason = message.map { String(cString: $0) }?.prefix { $0 != "\"" && $0 != "\n" } ?? ""
        let words = reason.split(separator: " ").joined(separator: " ")
        throw malformed("cannot be read" + (words.isEmpty ? "" : " (\(words.trimmingSuffix(":")))"))
    }

    /// What the URL states, by libpq's keywords. Environment and defaults are not in it.
    static func postgreSQLParts(_ url: String) -> [String: String] {
        let options = PQconninfoParse(url, nil)
        defer { PQconninfoFree(options) }
        var parts: [String: String] = [:]
        var next = options
        while let option = next?.pointee, let keyword = option.keyword {
            if let value = option.val { parts[String(cString: keyword)] = String(cString: value) }
            next = next?.advanced(by: 1)
        }
        return parts
    }

    /// Put together from the parts that are no secret; options are left out, since some name secrets.
    static func publicDescription(url: String, database: String?) -> String {
        let parts = postgreSQLParts(url)
        let user = parts["user"].map { "\($0)@" } ?? ""
        let host = parts["host"] ?? parts["hostaddr"] ?? ""
        let port = parts["port"].map { ":\($0)" } ?? ""
        return "postgresql://\(user)\(host)\(port)/\(database ?? parts["dbname"] ?? "")"
    }
}

extension String {
    fileprivate func trimmingSuffix(_ suffix: String) -> String {
        hasSuffix(suffix) ? String(dropLast(suffix.count)) : self
    }
}
