// SPDX-License-Identifier: Apache-2.0

/// What went wrong between us and the database, in words for the operator.
///
/// The message holds what was tried and what the database said of it: never a password, and no bound value unless the
/// database itself quotes it.
public struct DatabaseError: Error, Hashable, Sendable {
    /// What kind of trouble it is.
    public let code: Code
    /// What was tried, what was said, what to do next.
    public let message: String
    /// The five characters PostgreSQL gave for it (Appendix A of its manual), or none.
    public let sqlState: String?
    /// True: the same work may succeed later, with nothing changed but the time.
    public let isRetryable: Bool
    /// The row of ``Connection/execute(_:forEach:)`` that was refused, counted from 0, where one is to blame.
    public package(set) var row: Int?

    /// An error. Unless told otherwise, its code decides whether a retry may help.
    public init(_ code: Code, _ message: String, sqlState: String? = nil, isRetryable: Bool? = nil) {
        self.code = code
        self.message = message
        self.sqlState = sqlState
        self.isRetryable = isRetryable ?? code.isUsuallyRetryable
    }
}

extension DatabaseError: CustomStringConvertible {
    /// The code, the message, the row and the SQLSTATE in one line.
    public var description: String {
        "\(code): \(message)" + (row.map { " (row \($0))" } ?? "") + (sqlState.map { " [\($0)]" } ?? "")
    }
}
