// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Settings

@Suite struct `Settings of a backend that writes rows` {
    private func sql(_ yaml: String) throws -> SQLBackendSettings {
        var section = try SettingsSection(yaml: yaml, file: "f")
        let settings = try SQLBackendSettings(&section)
        try section.refuseOthers()
        return settings
    }

    private func mariadb(_ yaml: String) throws -> MariaDBBackendSettings {
        var section = try SettingsSection(yaml: yaml, file: "f")
        let settings = try MariaDBBackendSettings(&section)
        try section.refuseOthers()
        return settings
    }

    @Test func `need a statement and nothing else`() throws {
        let row = RowSettings.statement("INSERT INTO t VALUES ({id})")
        #expect(try sql("statement: INSERT INTO t VALUES ({id})") == SQLBackendSettings(row: row))
        #expect(
            try mariadb("{database: salt, statement: 'INSERT INTO t VALUES ({id})'}")
                == MariaDBBackendSettings(database: "salt", row: row))
    }

    @Test func `take what Salt's event daemon had as it stands`() throws {
        var salt = SaltRowSettings(template: "insert into {0} (jid) values ('{1}');", table: "cmd_hist")
        salt.fields = ["jid"]
        salt.worker = .newJob
        let yaml = """
            template: insert into {0} (jid) values ('{1}');
            fields: [jid]
            dict_name: data
            mysql_tab: cmd_hist
            backend: New_Job_Worker
            """
        #expect(try sql(yaml).row == .salt(salt))
    }

    @Test func `of MariaDB name the server and who we are`() throws {
        var settings = MariaDBBackendSettings(database: "d", row: .statement("s"))
        settings.host = "h"
        settings.port = 3307
        settings.socket = "/s"
        settings.user = "u"
        settings.password = "p"
        settings.tls = true
        settings.tlsCertificates = "/c"
        settings.connectTimeout = .seconds(1)
        settings.answerTimeout = .seconds(600)
        let yaml = """
            {database: d, statement: s, host: h, port: 3307, socket: /s, user: u, password: p, tls: true,
             tls_certificates: /c, connect_timeout: 1s, answer_timeout: 10m}
            """
        #expect(try mariadb(yaml) == settings)
    }

    @Test(arguments: [
        "", "{statement: a, template: b, mysql_tab: t}", "template: a", "{statement: a, backend: Bench_Worker}",
        "{statement: a, answer_timeout: 0s}", "{statement: a, fields: x}", "{statement: a, host: h}",
    ])
    func `are refused where they say too little, too much or nonsense`(yaml: String) {
        #expect(throws: SettingsError.self) { try sql(yaml) }
    }

    @Test func `say nothing of a password in an error`() {
        let error = #expect(throws: SettingsError.self) {
            try mariadb("{database: d, statement: s, password: [hunter2]}")
        }
        #expect(error.map { !"\($0)".contains("hunter2") } == true)
    }
}
