// SPDX-License-Identifier: Apache-2.0

internal import CLibPQ

extension DatabaseURL {
    /// Throws when libpq cannot read the URL.
    ///
    /// Of libpq's message only what stands before the first quotation mark is passed on: it goes on to quote the URL, or
    /// a part of it, which may be the password.
    static func checkPostgreSQL(url: String) throws(DatabaseError) {
        guard !hasStrayAt(url) else {
            throw malformed("has an @ too many: in a password it is %40, and a / is %2F")
        }
        var message: UnsafeMutablePointer<CChar>?
        let options = PQconninfoParse(url, &message)
        PQconninfoFree(options)
        defer { PQfreemem(message) }
        guard options == nil else {
            // libpq would tell the wrong port, which is the password where the host was forgotten.
            let isPort = (postgreSQLParts(url)["port"] ?? "").utf8.allSatisfy { "0123456789, ".utf8.contains($0) }
            guard isPort else { throw malformed("has a port that is no number") }
            return
        }
        let reason = message.map { String(cString: $0) }?.prefix { $0 != "\"" && $0 != "\n" } ?? ""
        let words = reason.split(separator: " ").joined(separator: " ")
        throw malformed("cannot be read" + (words.isEmpty ? "" : " (\(words.trimmingSuffix(":")))"))
    }

    /// Whether there is an `@` behind the one that libpq takes for the end of user and password. That was meant otherwise: a
    /// part of the password would be taken for the host, or the database, and be told.
    private static func hasStrayAt(_ url: String) -> Bool {
        guard let scheme = url.utf8.firstRange(of: "://".utf8) else { return false }
        var rest = url.utf8[scheme.upperBound...]
        if let end = rest.firstIndex(where: { "@/".utf8.contains($0) }), rest[end] == UInt8(ascii: "@") {
            rest = rest[rest.index(after: end)...]
        }
        return rest.prefix { $0 != UInt8(ascii: "?") }.contains(UInt8(ascii: "@"))
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
