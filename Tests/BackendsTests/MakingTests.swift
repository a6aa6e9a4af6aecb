// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import JSONText
import SQL
import Settings
import Testing

@Suite struct `A backend made from settings` {
    @Test(arguments: Engine.allCases)
    func `writes into the archive's own database unless told otherwise`(engine: Engine) async throws {
        try await withDatabaseURL(engine) { url in
            var options = DatabaseOptions()
            options.mayCreate = true
            let database = Database(url, options: options)
            try await database.withConnection { try $0.run(script: "CREATE TABLE hosts (host text)") }
            let settings = SQLBackendSettings(row: .statement("INSERT INTO hosts VALUES ({hostname})"))
            let backend = try settings.makeBackend(archive: url, hostname: "master.example")
            try await backend.deliver(try `A backend that writes rows`.records(1...1))
            let hosts = try await database.withConnection {
                try $0.execute("SELECT host FROM hosts").map { try $0.text(0) }
            }
            #expect(hosts == ["master.example"])
            await backend.close()
            database.close()
        }
    }

    @Test func `writes with a template of Salt's event daemon the row that its worker wrote`() async throws {
        let server = try ScratchMariaDB.shared()
        try await server.withDatabase { name in
            _ = try await server.query(
                """
                CREATE TABLE returns (id int AUTO_INCREMENT PRIMARY KEY, jid varchar(20), srv_id varchar(100), retcode int,
                    returns longtext, success varchar(10));
                """, database: name)
            var salt = SaltRowSettings(
                template: """
                    insert into {0} (jid, srv_id, retcode, returns, success) values ('{1}', '{2}', '{3}', '{4}', '{5}');
                    """, table: "returns")
            salt.fields = ["jid", "id", "retcode", "return", "success"]
            salt.worker = .minionReturn
            var settings = MariaDBBackendSettings(database: name, row: .salt(salt))
            settings.socket = server.socket
            settings.user = "root"
            let backend = try settings.makeBackend(hostname: "master.example")
            let data = #"{"jid":"20260101000000000001","id":"m'1","retcode":0,"return":{"md0": "ok"},"success":true}"#
            let record = try `A backend that writes rows`.record(1, data)
            let passedOver = try `A backend that writes rows`.record(2, #"{"minions":[]}"#)
            try await backend.deliver([record, passedOver])
            await backend.close()
            let row = try await server.query(
                "SELECT jid, srv_id, retcode, returns, success FROM returns", database: name)
            #expect(row == "20260101000000000001\tm'1\t0\teyJtZDAiOiAib2sifQ==\tTrue\n")
        }
    }

    @Test func `runs row by row what MariaDB does not run for many rows at once`() async throws {
        let server = try ScratchMariaDB.shared()
        try await server.withDatabase { name in
            let table = BackendTable.mariadb(server, name)
            try await table.make()
            try await table.run(
                "CREATE PROCEDURE add_row(a bigint, b text) INSERT INTO t (pos, id, n) VALUES (a, b, a)")
            let template = try SQLTemplate("CALL add_row({position}, {id})", for: .mariadb, hostname: "h")
            let backend = MariaDBBackend(BackendTable.address(server, name), template: template)
            try await backend.deliver(try `A backend that writes rows`.records(1...5))
            let error = await #expect(throws: DeliveryError.self) {
                try await backend.deliver(try `A backend that writes rows`.records(998...1_001))
            }
            guard case .never(let refusals) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusals.map(\.position) == [1_000, 1_001])
            #expect(try await table.positions() == [1, 2, 3, 4, 5, 998, 999])
            await backend.close()
        }
    }

    @Test func `is refused with the reason where its template or its URL is none`() throws {
        var settings = SQLBackendSettings(row: .statement("INSERT INTO t VALUES ({msg..x})"))
        let url = try DatabaseURL("sqlite:///x.db")
        #expect(throws: TemplateError.self) { try settings.makeBackend(archive: url, hostname: "h") }
        settings.url = "mongodb://x"
        #expect(throws: DatabaseError.self) { try settings.makeBackend(archive: url, hostname: "h") }
    }
}
