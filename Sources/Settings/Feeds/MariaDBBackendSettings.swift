// SPDX-License-Identifier: Apache-2.0

/// The backend `mariadb`: a row of MariaDB's or MySQL's for each record.
package struct MariaDBBackendSettings: Hashable, Sendable {
    /// The server; empty: this machine's, through its socket.
    package var host = ""
    /// Its port, 1 to 65535.
    package var port = 3306
    /// Its socket; empty: the usual one.
    package var socket = ""
    /// The user; empty: as the process is called.
    package var user = ""
    /// The user's password: never log it.
    package var password = ""
    /// The database.
    package var database: String
    /// Whether the server must show a certificate for its name, and everything is encrypted.
    package var tls = false
    /// A file with the certificates that are trusted; empty: those of the system.
    package var tlsCertificates = ""
    /// What makes a row.
    package var row: RowSettings
    /// How long to wait for a connection, 1 s to 10 min.
    package var connectTimeout = Duration.seconds(10)
    /// How long to wait for an answer, 1 s to 10 min.
    package var answerTimeout = Duration.seconds(30)

    /// Rows in a database of this machine's server.
    package init(database: String, row: RowSettings) {
        self.database = database
        self.row = row
    }

    /// - `database` (text; required).
    /// - `host`, `socket`, `user`, `password` (texts; empty), `port` (whole number; 3306): 1 to 65535.
    /// - `tls` (true or false; false), `tls_certificates` (text; empty): a file.
    /// - `statement`, or `template` and what belongs to it: see `RowSettings`.
    /// - `connect_timeout` (duration; 10s), `answer_timeout` (duration; 30s): 1s to 10m.
    init(_ section: inout SettingsSection) throws(SettingsError) {
        let row = try RowSettings(&section)
        guard let database = try section.text("database") else {
            throw section.wrong("database", wants: "the name of a database")
        }
        self.init(database: database, row: row)
        host = try section.text("host") ?? host
        port = try section.wholeNumber("port", in: 1...65_535) ?? port
        socket = try section.text("socket") ?? socket
        user = try section.text("user") ?? user
        password = try section.text("password", secret: true) ?? password
        tls = try section.boolean("tls") ?? tls
        tlsCertificates = try section.text("tls_certificates") ?? tlsCertificates
        connectTimeout = try section.duration("connect_timeout", in: .seconds(1) ... .seconds(600)) ?? connectTimeout
        answerTimeout = try section.duration("answer_timeout", in: .seconds(1) ... .seconds(600)) ?? answerTimeout
    }
}
