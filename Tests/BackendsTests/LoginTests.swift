// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import SQL
import Testing

@Suite struct `A check before the first record` {
    private func reason(_ backend: any Backend) async -> String {
        let error = await #expect(throws: DeliveryError.self) { try await backend.check() }
        guard case .later(let reason) = error else { return "\(String(describing: error))" }
        return reason
    }

    private func mariadb(_ change: (inout MariaDBAddress) -> Void) throws -> MariaDBBackend {
        var address = BackendTable.address(try ScratchMariaDB.shared(), "mysql")
        change(&address)
        return MariaDBBackend(address, template: try SQLTemplate("SELECT {id}", for: .mariadb, hostname: "h"))
    }

    @Test func `finds MariaDB's database, user, password or server missing, and keeps the password`() async throws {
        let missing = try await reason(mariadb { $0.database = "nowhere" })
        #expect(missing.contains("Unknown database 'nowhere'"))
        let refused = try await reason(
            mariadb {
                $0.user = "nobody"
                $0.password = "hunter2"
            })
        #expect(refused.contains("Access denied"))
        #expect(refused.contains("mysql on "))
        #expect(!refused.contains("hunter2"))
        let away = try await reason(mariadb { $0.socket = "/tmp/no/socket" })
        #expect(away.hasPrefix("cannot connect to MariaDB, mysql on /tmp/no/socket as root: "))
    }

    @Test func `finds PostgreSQL's database missing`() async throws {
        let backend = SQLBackend(
            database: Database(try ScratchCluster.shared().url(database: "nowhere")),
            template: try SQLTemplate("SELECT {id}", for: .postgresql, hostname: "h"))
        #expect(await reason(backend).contains("\"nowhere\" does not exist"))
    }

    @Test func `shows no password in an address`() {
        var address = MariaDBAddress(database: "d")
        address.host = "db.example"
        address.port = 3307
        address.user = "u"
        address.password = "hunter2"
        var dumped = ""
        dump(address, to: &dumped)
        #expect("\(address)" == "d on db.example:3307 as u")
        #expect(!dumped.contains("hunter2"))
    }

    @Test(arguments: BackendKind.allCases)
    func `finds a column that is not there`(kind: BackendKind) async throws {
        try await kind.with("INSERT INTO t (pos, nothing) VALUES ({position}, {id})") { backend, _ in
            #expect(await reason(backend).contains("nothing"))
        }
    }
}
