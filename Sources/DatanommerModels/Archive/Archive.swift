// SPDX-License-Identifier: Apache-2.0

package import SQL
internal import Synchronization

/// The writer of messages and the answerer of questions about them.
///
/// ```swift
/// let archive = try Archive(url: "sqlite:///datanommer.db")
/// try await archive.checkSchema()
/// for line in try await archive.counts(of: .categories) { print(line.name, line.messages) }
/// ```
///
/// It opens no connection before its first work, and opens one again when it was lost. Errors of the database are thrown
/// as `DatabaseError`, whose text tells the operator what was tried and what to do.
public final class Archive: Sendable {
    let database: Database
    let setAsideLimit: Int
    let numbers = Mutex(KnownNumbers())

    /// An archive in a database that is there already.
    ///
    /// - Parameter url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://…` as libpq takes it.
    /// - Throws: when the URL is of no known kind.
    public convenience init(url: String) throws {
        self.init(Database(try DatabaseURL(url)))
    }

    /// An archive in a database.
    ///
    /// - Parameter setAsideLimit: how many may be kept of what could not become a message; the others are only counted.
    package init(_ database: Database, setAsideLimit: Int = .max) {
        self.database = database
        self.setAsideLimit = setAsideLimit
    }

    /// Closes the connections; work that runs is finished first.
    public func close() {
        database.close()
    }

    var dialect: Dialect { database.dialect }
}
