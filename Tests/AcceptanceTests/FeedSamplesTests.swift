// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Testing

/// The files of `etc/feeds` as they are shipped, but for where servers are and who asks them.
@Suite(.timeLimit(.minutes(10)), .serialized) struct `The sample feed` {
    private static func shipped(_ name: String) throws -> String {
        let file = URL(filePath: #filePath).appending(path: "../../../etc/feeds/\(name)").standardized
        return try String(contentsOf: file, encoding: .utf8)
    }

    /// Lends a daemon with a sample, and a master whose events arrive.
    private func withDaemon(
        _ sample: String, _ changes: [String: String], _ body: (SaltMaster, ScratchArchive) async throws -> Void
    ) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await SaltMaster.withFolder { folder in
                try await SaltMaster.with(in: folder) { master in
                    var text = try Self.shipped(sample)
                    for (old, new) in changes.merging(["/var/run/salt/master": folder], uniquingKeysWith: { $1 }) {
                        try #require(text.contains(old), "\(sample) has no \(old)")
                        text = text.replacingOccurrences(of: old, with: new)
                    }
                    let file = try archive.write(text, to: sample)
                    try await Daemon.with(archive, [], ["--config", file]) { daemon in
                        try await master.meet(archive, from: 900_000)
                        try await body(master, archive)
                        try await daemon.stop()
                    }
                }
            }
        }
    }

    private func mariadb(_ server: ScratchMariaDB, _ name: String) -> [String: String] {
        [
            "host: 127.0.0.1": "socket: \(server.socket)", "user: salt": "user: root",
            "password: CHANGE ME": "password: null",
            "database: salt": "database: \(name)",
        ]
    }

    /// Waits until a question of the server's has an answer.
    private func expect(
        _ answer: String, of server: ScratchMariaDB, _ name: String, _ question: String
    ) async throws {
        var last = ""
        do {
            _ = try await eventually(question) { () -> Bool? in
                last = try await server.query(question, database: name)
                return last == answer ? true : nil
            }
        } catch {
            #expect(last == answer, "\(question)")
        }
    }

    @Test func `of job history fills its table`() async throws {
        let server = try ScratchMariaDB.shared()
        try await server.withDatabase { name in
            _ = try await server.query(try Self.shipped("tables.sql"), database: name)
            try await withDaemon("job-history.yaml", mariadb(server, name)) { master, _ in
                try await master.fire(0..<100)
                let data =
                    #"{"jid": "20260101000000999999", "tgt": ["web1", "web2"], "tgt_type": "list", "#
                    + #""fun": ["test.ping", "cmd.run"], "arg": [[], ["uptime; '\""]], "minions": ["web1"]}"#
                try await master.fire("salt/job/20260101000000999999/new", data)
                try await expect(
                    "20\n", of: server, name, "SELECT count(*) FROM job_history WHERE jid < '20260101000000000100'")
                try await expect(
                    #"NULL|["test.ping","cmd.run"]|[[],["uptime; '\""]]|["web1","web2"]|list|["web1"]"# + "\n",
                    of: server, name,
                    """
                    SELECT concat_ws('|', coalesce(user, 'NULL'), fun, arguments, target, target_type, minions)
                    FROM job_history WHERE jid = '20260101000000999999'
                    """)
                try await expect(
                    "1\n", of: server, name,
                    "SELECT count(*) FROM job_history WHERE jid = '20260101000000000006' AND user = 'root' AND target = '*'"
                )
            }
        }
    }

    @Test func `of job returns fills its table, and a file with what failed`() async throws {
        let server = try ScratchMariaDB.shared()
        try await server.withDatabase { name in
            try await ScratchArchive.withFolder { folder in
                _ = try await server.query(try Self.shipped("tables.sql"), database: name)
                let changes = mariadb(server, name).merging(["/var/log/datanommer": folder], uniquingKeysWith: { $1 })
                try await withDaemon("job-returns.yaml", changes) { master, _ in
                    try await master.fire(0..<100)
                    let data =
                        #"{"jid": "20260101000000999999", "id": "web1", "fun": "cmd.run", "retcode": 2, "#
                        + #""success": false, "return": "no"}"#
                    try await master.fire("salt/job/20260101000000999999/ret/web1", data)
                    try await expect(
                        "40\n", of: server, name, "SELECT count(*) FROM job_returns WHERE jid < '20260101000000000100'")
                    try await expect(
                        "cmd.run|2|false|\"no\"\n", of: server, name,
                        "SELECT concat_ws('|', fun, retcode, success, returned) FROM job_returns WHERE minion = 'web1'")
                    let failed = try await eventually("what failed") {
                        try? String(contentsOfFile: folder + "/failed-returns.ndjson", encoding: .utf8)
                    }
                    let minions = try failed.split(separator: "\n").map { line in
                        try JSONText(validating: String(line))["msg"]?["id"]?.string
                    }
                    #expect(minions == ["web1"])
                }
            }
        }
    }

    @Test func `of load averages tells Graphite`() async throws {
        let carbon = try ScratchCarbon()
        try await carbon.running {
            try await withDaemon("load-averages.yaml", ["port: 2003": "port: \(carbon.port)"]) { master, archive in
                let tag = "salt/beacon/web1.example.org/load/"
                try await master.fire(tag, #"{"id": "web1.example.org", "1m": 0.25, "5m": 1.5, "15m": 2}"#)
                let second = try await eventually("the event in the archive") { () -> Int64? in
                    let found = try await archive.run("latest", ["--topic", tag, "--timestamp"])
                    return Double(found.output.trimmingCharacters(in: ["[", "]", "\n"])).map { Int64($0) }
                }
                for (name, value) in [("1m", 0.25), ("5m", 1.5), ("15m", 2)] {
                    let stored = try await eventually("a value of \(name)") {
                        try await carbon.value(of: "salt.web1_example_org.load.\(name)", at: second)
                    }
                    #expect(stored == value)
                }
            }
        }
    }

    @Test func `of a backend of one's own has a program keep what it wants`() async throws {
        try await ScratchArchive.withFolder { folder in
            let program = URL(filePath: #filePath).appending(path: "../../../etc/feeds/last-seen.py").standardized.path
            let changes = [
                "/usr/local/lib/datanommer/last-seen.py": program,
                "/var/lib/datanommer/last-seen.db": folder + "/seen.db",
            ]
            try await withDaemon("own-backend.yaml", changes) { master, archive in
                try await master.fire(0..<100)
                let question = "SELECT jid FROM minions WHERE minion = 'minion14.example.org'"
                let jid = try await eventually("the last job of a minion") { () -> String? in
                    let answer = try await RunningProgram.run(["sqlite3", folder + "/seen.db", question])
                    // Of the minion's events 14, 31, 48, 65, 82 and 99 these are returns: 14, 48 and 99.
                    return answer.output.hasPrefix("20260101000000000099") ? answer.output : nil
                }
                #expect(jid == "20260101000000000099\n")
                #expect(try await archive.run("feeds", ["dead-letters", "last-seen"]).output.isEmpty)
            }
        }
    }
}
