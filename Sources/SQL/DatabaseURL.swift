// SPDX-License-Identifier: Apache-2.0

/// Where the database is.
///
/// | URL | is |
/// |---|---|
/// | `sqlite:///data/log.db` | the file `data/log.db`, from the working directory |
/// | `sqlite:////var/lib/log.db` | the file `/var/lib/log.db` |
/// | `postgresql://…`, `postgres://…` | whatever libpq takes, handed on as it is (PostgreSQL manual, 34.1.1.2) |
///
/// A file's path is taken as it is, nothing in it is percent-decoded. No description of the URL tells its password.
package struct DatabaseURL: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        case sqlite(path: String)
        /// `database` replaces the one in the URL.
        case postgresql(url: String, database: String?)
    }

    let place: Place

    init(place: Place) {
        self.place = place
    }

    /// Reads a URL.
    ///
    /// - Throws: ``DatabaseError`` with `.invalidData` that says what is wanted, without repeating the URL.
    package init(_ text: String) throws(DatabaseError) {
        let scheme = text.prefix { $0 != ":" }.lowercased()
        switch scheme {
        case "sqlite":
            place = .sqlite(path: try Self.path(in: text))
        case "postgresql", "postgres":
            try Self.checkPostgreSQL(url: text)
            place = .postgresql(url: text, database: nil)
        default:
            throw Self.malformed("is of a kind that is not known")
        }
    }

    /// Which database it is.
    package var dialect: Dialect {
        switch place {
        case .sqlite: .sqlite
        case .postgresql: .postgresql
        }
    }

    /// PostgreSQL: the database's name where the URL states one; libpq takes the user's name otherwise. SQLite: nil.
    package var databaseName: String? {
        switch place {
        case .sqlite: nil
        case .postgresql(let url, let database): database ?? Self.postgreSQLParts(url)["dbname"]
        }
    }

    /// PostgreSQL: the same server's database `postgres`, from where others are made. SQLite: the same file.
    package func maintenance() -> DatabaseURL {
        switch place {
        case .sqlite: self
        case .postgresql(let url, _): DatabaseURL(place: .postgresql(url: url, database: "postgres"))
        }
    }

    static func malformed(_ reason: String) -> DatabaseError {
        DatabaseError(
            .invalidData,
            "the database URL \(reason): wanted is sqlite:///relative/path.db, sqlite:////absolute/path.db, or "
                + "postgresql://user@host:port/database with odd characters percent-encoded")
    }

    private static func path(in text: String) throws(DatabaseError) -> String {
        let rest = text.dropFirst("sqlite:".count)
        guard rest.hasPrefix("///"), rest.count > 3, !rest.hasSuffix("/"), !text.containsNUL else {
            throw malformed("names no file")
        }
        // In memory there would be another database for each connection, all gone at the end.
        guard rest != "///:memory:" else { throw malformed("names no file but memory") }
        return String(rest.dropFirst(3))
    }
}

extension DatabaseURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URL as the log may have it: kind, user, host, port and database, or the path.
    package var description: String {
        switch place {
        case .sqlite(let path): "sqlite:///\(path)"
        case .postgresql(let url, let database): Self.publicDescription(url: url, database: database)
        }
    }

    /// The same as ``description``.
    package var debugDescription: String { description }

    /// Shows the ``description`` alone, so that a dump does not tell the password.
    package var customMirror: Mirror { Mirror(self, children: ["url": description]) }
}
