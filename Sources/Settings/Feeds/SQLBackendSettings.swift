// SPDX-License-Identifier: Apache-2.0

/// The backend `sql`: a row of PostgreSQL's or SQLite's for each record.
package struct SQLBackendSettings: Hashable, Sendable {
    /// The database; `nil`: the archive's own, where rows and bookmark are one transaction. May hold a password: never
    /// log it.
    package var url: String?
    /// What makes a row.
    package var row: RowSettings
    /// How long to wait for a connection, 1 s to 10 min.
    package var connectTimeout = Duration.seconds(10)
    /// PostgreSQL: how long to wait for an answer, 1 s to 10 min.
    package var answerTimeout = Duration.seconds(30)

    /// Rows in the archive's own database.
    package init(row: RowSettings) {
        self.row = row
    }

    /// - `url` (text; null): as `database.url`.
    /// - `statement`, or `template` and what belongs to it: see `RowSettings`.
    /// - `connect_timeout` (duration; 10s): 1s to 10m.
    /// - `answer_timeout` (duration; 30s): 1s to 10m.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        self.init(row: try RowSettings(&section))
        url = try section.text("url", secret: true)
        connectTimeout = try section.duration("connect_timeout", in: .seconds(1) ... .seconds(600)) ?? connectTimeout
        answerTimeout = try section.duration("answer_timeout", in: .seconds(1) ... .seconds(600)) ?? answerTimeout
    }
}
