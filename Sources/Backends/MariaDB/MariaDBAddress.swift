// SPDX-License-Identifier: Apache-2.0

/// Where a MariaDB or MySQL server is, and who we are there.
package struct MariaDBAddress: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The server's name or address; empty: this machine, through its socket.
    package var host = ""
    /// Its port; 0: the usual one, 3306.
    package var port: UInt16 = 0
    /// The path of its socket; empty: the usual one. Only where there is no host.
    package var socket = ""
    /// The user; empty: as the process is called.
    package var user = ""
    /// The user's password.
    package var password = ""
    /// The database.
    package var database: String
    /// Whether the server must show a certificate for its name, and everything is encrypted.
    package var isEncrypted = false
    /// A file with the certificates that are trusted; empty: those of the system.
    package var trustedCertificates = ""
    /// How long it may take to connect; whole seconds, at least 1.
    package var connectTimeout = Duration.seconds(10)
    /// How long the server may say nothing; whole seconds, at least 1.
    package var answerTimeout = Duration.seconds(60)

    /// A database of this machine's server.
    package init(database: String) {
        self.database = database
    }

    /// Server, database and user; not the password.
    package var description: String {
        let place = host.isEmpty ? (socket.isEmpty ? "this machine" : socket) : port == 0 ? host : "\(host):\(port)"
        return "\(database) on \(place)" + (user.isEmpty ? "" : " as \(user)")
    }

    /// Shows the ``description`` alone, so that a dump does not tell the password.
    package var customMirror: Mirror { Mirror(self, children: ["address": description]) }
}
