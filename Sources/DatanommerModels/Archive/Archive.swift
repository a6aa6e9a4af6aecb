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
    /// Told of each message that this archive object has stored, after the commit, with its position.
    let committed: @Sendable (_ messages: [Message], _ positions: [Int64]) -> Void

    /// An archive in a database that is there already.
    ///
    /// - Parameter url: `sqlite:///relative.db`, `sqlite:////absolute.db` or `postgresql://…` as libpq takes it.
    /// - Throws: when the URL is of no known kind.
    public convenience init(url: String) throws {
        self.init(Database(try DatabaseURL(url)))
    }

    /// An archive in a database.
    ///
    /// - Parameters:
    ///   - setAsideLimit: how many may be kept of what could not become a message; the others are only counted.
    ///   - committed: told of what this object has stored, after each commit, with the positions.
    package init(
        _ database: Database, setAsideLimit: Int = .max,
        committed: @escaping @Sendable (_ messages: [Message], _ positions: [Int64]) -> Void = { _, _ in }
    ) {
        self.database = database
        self.setAsideLimit = setAsideLimit
        self.committed = committed
    }

    /// Closes the connections; work that runs is finished first.
    public func close() {
        database.close()
    }

    var dialect: Dialect { database.dialect }
}
