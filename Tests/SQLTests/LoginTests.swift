// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import SQL
import Testing

@Suite struct `Connecting to PostgreSQL` {
    private func error(_ url: DatabaseURL, _ options: DatabaseOptions = DatabaseOptions()) async -> DatabaseError? {
        await #expect(throws: DatabaseError.self) {
            try await Database(url, options: options).withConnection { _ in }
        }
    }

    @Test func `fails in ways that are told apart`() async throws {
        let cluster = try ScratchCluster.shared()
        let missing = await error(try cluster.url(database: "absent"))
        #expect(missing?.code == .missing)
        #expect(missing?.isRetryable == false)
        let unknown = await error(try cluster.url(user: "absent"))
        #expect(unknown?.code == .refusedLogin)
        #expect(unknown?.isRetryable == false)
        let nobody = await error(try DatabaseURL("postgresql:///x?host=/nonexistent"))
        #expect(nobody?.code == .unreachable)
        #expect(nobody?.isRetryable == true)
        #expect(nobody?.message.hasPrefix("cannot connect to postgresql:///nonexistent/x: ") == true)
    }

    @Test func `needs the right password and never tells it`() async throws {
        let cluster = try ScratchCluster.shared()
        let server = Database(try cluster.url())
        try await server.withConnection {
            try $0.run(script: "DROP ROLE IF EXISTS careful; CREATE ROLE careful LOGIN PASSWORD 'hunter2'")
        }
        let folder = try #require(cluster.url().description.split(separator: "@").last?.dropLast("/postgres".count))
        let query = "?host=\(folder)"
        let wrong = await error(try DatabaseURL("postgresql://careful:hunter3@/postgres\(query)"))
        #expect(wrong?.code == .refusedLogin)
        #expect(wrong?.description.contains("hunter") == false)
        let none = await error(try cluster.url(user: "careful"))
        #expect(none?.code == .refusedLogin)
        let right = Database(try DatabaseURL("postgresql://careful:hunter2@/postgres\(query)"))
        let names = try await right.withConnection { try $0.execute("SELECT current_user, 'hunter2' = \("x")") }
        #expect(names == [Row(values: [.text("careful"), .boolean(false)])])
    }

    @Test func `sets UTF-8, UTC and our name, whatever server and URL say`() async throws {
        let cluster = try ScratchCluster.shared()
        var options = DatabaseOptions()
        options.applicationName = "datanommer-test é"
        let database = Database(try cluster.url(), options: options)
        let rows = try await database.withConnection { connection in
            try ["client_encoding", "TimeZone", "application_name"].map {
                try connection.execute("SELECT current_setting(\($0))")[0].text(0)
            }
        }
        #expect(rows[0...1] == ["UTF8", "UTC"])
        #expect(rows[2].hasPrefix("datanommer-test "))
    }

    @Test func `writes nothing to stderr when the server has notices`() async throws {
        try await withDatabase(.postgresql) { database in
            // The test process would show it; what is tested is that notices do not disturb the answers.
            let rows = try await database.withConnection { connection in
                try connection.run(script: "DO $$ BEGIN RAISE NOTICE 'heard'; END $$; DROP TABLE IF EXISTS absent")
                return try connection.execute("SELECT 1")
            }
            #expect(rows == [Row(values: [.integer(1)])])
        }
    }

    @Test func `refuses as read-only, full, busy and stopped what the server refuses as such`() async throws {
        try await withDatabase(.postgresql) { database in
            let scripts = [
                "BEGIN READ ONLY; CREATE TABLE t (id integer)",
                "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$",
                "SET lock_timeout = 1; SET statement_timeout = 1; SELECT pg_sleep(10)",
                "DO $$ BEGIN RAISE EXCEPTION 'lock' USING ERRCODE = '55P03'; END $$",
            ]
            for (script, code) in zip(scripts, [DatabaseError.Code.readOnly, .full, .busy, .busy]) {
                let error = await #expect(throws: DatabaseError.self) {
                    try await database.withConnection { try $0.run(script: script) }
                }
                #expect(error?.code == code)
                #expect(error?.isRetryable == true)
            }
        }
    }
}
