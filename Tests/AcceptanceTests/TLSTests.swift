// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(4)), .serialized) struct `PostgreSQL over TLS` {
    private static let password = "hunter2"
    private static let database = "tls"
    private static let counts = "load0 has 1000 entries\nload1 has 1000 entries\nload2 has 1000 entries\n"

    /// What a test has: a server that takes TLS alone, its certificates, and where the programs run.
    private struct Place {
        let server: ScratchCluster
        let certificates: OwnPKI
        let folder: String

        /// The database, as a user over TCP.
        func archive(user: String = "careful", host: String = ScratchCluster.nameOfCertificate, _ options: String...)
            -> ScratchArchive
        {
            let url = server.tcpURL(database, user: user, host: host, options.joined(separator: "&"))
            return ScratchArchive(url: url, folder: folder)
        }

        /// The options that make libpq believe nobody but the server.
        var strict: String { "sslmode=verify-full&sslrootcert=\(certificates.path("ca.crt"))" }

        var clientCertificate: String {
            "sslcert=\(certificates.path("client.crt"))&sslkey=\(certificates.path("client.key"))"
        }

        /// A file that holds the password, as libpq wants it.
        func passwordFile(_ password: String) throws -> [String: String] {
            let path = folder + "/pgpass"
            try Data("*:*:*:careful:\(password)\n".utf8).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            return ["PGPASSFILE": path]
        }
    }

    private func withPlace(_ body: (Place) async throws -> Void) async throws {
        try await ScratchCluster.withTLS(password: Self.password) { server, certificates in
            try await ScratchArchive.withFolder { folder in
                try await body(Place(server: server, certificates: certificates, folder: folder))
            }
        }
    }

    private static func messages(_ count: Int) -> String {
        let padding = String(repeating: "žluť ", count: 200)
        return (0..<count).map { number in
            #"{"topic": "\#(NumberedLoad.topic(number))", "msg_id": "\#(NumberedLoad.msgID(number))", "#
                + #""timestamp": \#(number + 1), "msg": {"pad": "\#(padding)"}}"# + "\n"
        }.joined()
    }

    @Test func `is made, filled, asked and dumped by the commands, by options or by the environment`() async throws {
        try await withPlace { place in
            let secret = try place.passwordFile(Self.password)
            let strict = place.archive(place.strict)
            let made = try await strict.run("create-db", environment: secret)
            #expect(made.status == 0 && made.errors.hasPrefix("made the database postgresql://careful@"), "\(made)")
            let loaded = try await strict.run("load", input: Self.messages(3_000), environment: secret)
            #expect(loaded == .done("", errors: "3000 loaded, 0 were there already, 0 failed\n"))
            let dumped = try await strict.run("dump", "--format", "ndjson", environment: secret)
            #expect(dumped.status == 0 && dumped.lines.count == 3_000, "\(dumped.errors)")
            let again = try await strict.run("load", [], input: dumped.outputBytes, environment: secret)
            #expect(again == .done("", errors: "0 loaded, 3000 were there already, 0 failed\n"))

            let byEnvironment = ["PGSSLMODE": "verify-full", "PGSSLROOTCERT": place.certificates.path("ca.crt")]
            let byPassword = ["PGPASSWORD": Self.password]
            for (archive, environment) in [
                (place.archive("sslmode=require"), secret),
                (place.archive(), byEnvironment.merging(byPassword) { $1 }),
                (place.archive(user: "careful:\(Self.password)", place.strict), [:]),
                (place.archive(user: "certified", place.strict, place.clientCertificate), [:]),
            ] {
                let counted = try await archive.run("stats", environment: environment)
                #expect(counted == .done(Self.counts), "\(archive.url)")
            }
        }
    }

    @Test func `is refused in one line where it is not what it should be`() async throws {
        try await withPlace { place in
            let secret = try place.passwordFile(Self.password)
            let other = place.certificates.path("other.crt")
            let verify = "certificate verify failed"
            let cases: [(ScratchArchive, [String: String], said: String)] = [
                (place.archive("sslmode=verify-full&sslrootcert=\(other)"), secret, verify),
                (place.archive("sslmode=verify-ca&sslrootcert=\(other)"), secret, verify),
                (place.archive(), secret.merging(["PGSSLMODE": "verify-full", "PGSSLROOTCERT": other]) { $1 }, verify),
                (place.archive("sslmode=verify-full&sslrootcert=/no.crt"), secret, "\"/no.crt\" does not exist"),
                (
                    place.archive(host: "wrong.example.org", place.strict), secret,
                    "server certificate for \"db.example.org\" does not match host name \"wrong.example.org\""
                ),
                (place.archive("sslmode=disable"), secret, "no pg_hba.conf entry"),
                (place.archive(user: "certified", place.strict), [:], "requires a valid client certificate"),
                (place.archive(user: "careful:wr0ng", place.strict), [:], "password authentication failed"),
                (place.archive(place.strict), ["PGPASSWORD": "wr0ng"], "password authentication failed"),
                (place.archive(place.strict), try place.passwordFile("wr0ng"), "password authentication failed"),
            ]
            for (archive, environment, said) in cases {
                for (command, options) in [("stats", []), ("consumer", ["--endpoint", "tcp://127.0.0.1:1"])] {
                    let answer = try await archive.run(command, options, environment: environment)
                    #expect(answer.status == 69 && answer.outputBytes == [], "\(archive.url): \(answer)")
                    #expect(answer.errors.split(separator: "\n").count == 1, "\(answer)")
                    #expect(answer.errors.hasPrefix("datanommer-\(command): cannot connect to postgresql://"))
                    #expect(answer.errors.contains(said), "\(answer)")
                    #expect(!answer.errors.contains("wr0ng") && !answer.errors.contains(Self.password), "\(answer)")
                }
            }
        }
    }

    @Test func `is where the daemon stores, encrypted before and after its sessions are ended`() async throws {
        try await withPlace { place in
            let secret = try place.passwordFile(Self.password)
            let archive = place.archive(place.strict)
            #expect(try await archive.run("create-db", environment: secret).status == 0)
            let seen = archive.at(url: place.server.urlText(database: Self.database))
            try await NumberedLoad.with(perSecond: 200, bytes: 4_000) { load in
                try await Daemon.with(archive, [load.endpoint], environment: secret) { daemon in
                    try await load.reaches(300)
                    try await seen.expectStored(200)
                    try await expectEncrypted(place.server)
                    try await place.server.endSessions(on: Self.database)
                    try await seen.expectStored(load.count + 100)
                    try await expectEncrypted(place.server)
                    try await load.end()
                    try await seen.expectStored(load.count - 1)
                    try await daemon.stop()
                    try await seen.holds(load.count)
                }
            }
        }
    }

    /// A server is told to stop a statement on a connection of its own, which libpq 15 makes without TLS.
    @Test func `lets a statement be stopped that gets no answer`() async throws {
        try await withPlace { place in
            var options = DatabaseOptions()
            options.answerTimeout = .seconds(1)
            let url = place.server.tcpURL("postgres", user: "careful:\(Self.password)", place.strict)
            let database = Database(try DatabaseURL(url), options: options)
            defer { database.close() }
            let error = await #expect(throws: DatabaseError.self) {
                try await database.withConnection { _ = try $0.execute("SELECT pg_sleep(60)") }
            }
            #expect(error?.code == .busy)
            let rows = try await database.withConnection { try $0.execute("SELECT 1") }
            #expect(rows == [Row(values: [.integer(1)])])
        }
    }

    /// The daemon's sessions are there, and all of them encrypted.
    private func expectEncrypted(_ server: ScratchCluster) async throws {
        let plain = try await server.number(
            """
            SELECT count(*) FILTER (WHERE NOT ssl OR version NOT LIKE 'TLSv1._') + CASE count(*) WHEN 0 THEN 99 ELSE 0 END
            FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename = 'careful'
            """)
        #expect(plain == 0)
    }
}
