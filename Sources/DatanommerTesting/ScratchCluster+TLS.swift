// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A server that listens on 127.0.0.1 and takes nothing there but TLS.
extension ScratchCluster {
    /// Lends a server of one's own with TLS, and the certificates made for it:
    ///
    /// | file | is |
    /// |---|---|
    /// | `ca.crt` | who issued the server's certificate, and clients' |
    /// | `other.crt` | an authority that issued nothing |
    /// | `client.crt`, `client.key` | a client's certificate, for the user `certified` |
    ///
    /// The user `careful` needs a password, `certified` a certificate.
    ///
    /// - Parameter password: of `careful`, who may make databases.
    package static func withTLS<R>(
        password: String, _ body: (_ server: ScratchCluster, _ certificates: OwnPKI) async throws -> R
    ) async throws -> R {
        let certificates = try OwnPKI()
        try certificates.makeAuthority("ca")
        try certificates.makeAuthority("other")
        try certificates.makeCertificate("server", extensions: ["subjectAltName=DNS:\(nameOfCertificate)"], serial: 1)
        try certificates.makeCertificate("client", subject: "/CN=certified", serial: 2)
        let server = try ScratchCluster(tcpPort: LocalPort.free()) { try $0.useTLS(certificates) }
        try await server.run(
            """
            CREATE ROLE careful LOGIN CREATEDB PASSWORD '\(password)';
            CREATE ROLE certified LOGIN;
            GRANT pg_read_all_data TO certified
            """)
        return try await body(server, certificates)
    }

    /// What the server's certificate calls it; to be named with `hostaddr=127.0.0.1`.
    package static let nameOfCertificate = "db.example.org"

    /// The URL of a database over TCP.
    ///
    /// - Parameters:
    ///   - user: with a password behind a colon, where the URL shall have one.
    ///   - host: the name that it is called by.
    ///   - options: libpq's, such as `sslmode=require`.
    package func tcpURL(
        _ database: String, user: String, host: String = nameOfCertificate, _ options: String...
    ) -> String {
        "postgresql://\(user)@\(host):\(port)/\(database)?" + (["hostaddr=127.0.0.1"] + options).joined(separator: "&")
    }

    private func useTLS(_ certificates: OwnPKI) throws {
        for name in ["server.crt", "server.key", "ca.crt"] {
            let copy = folder.path + "/" + name
            try FileManager.default.copyItem(atPath: certificates.path(name), toPath: copy)
            // The server takes no key that others may read.
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: copy)
            try programs.own(copy)
        }
        let settings = """
            ssl = on
            ssl_cert_file = '\(folder.path)/server.crt'
            ssl_key_file = '\(folder.path)/server.key'
            ssl_ca_file = '\(folder.path)/ca.crt'
            """
        try append(settings, to: "postgresql.conf")
        let login = """
            hostssl all certified 127.0.0.1/32 cert
            hostssl all careful 127.0.0.1/32 scram-sha-256
            """
        try append(login, to: "pg_hba.conf")
    }
}
