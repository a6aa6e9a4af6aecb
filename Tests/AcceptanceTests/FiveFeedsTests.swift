// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import SQL
import Testing

/// Two buses, five feeds, five backends: one of them away for a while, the daemon killed twice.
///
/// `DATANOMMER_EVENTS=100000` makes it so many events, and the backend be away for a minute.
@Suite(.timeLimit(.minutes(30)), .serialized) struct `Five feeds of two buses` {
    private let events = ProcessInfo.processInfo.environment["DATANOMMER_EVENTS"].flatMap { Int($0) } ?? 3_000

    @Test func `end with exactly what was stored, whoever was killed meanwhile`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            let redis = try ScratchRedis()
            try await ScratchMariaDB.withOwn(isDurable: true) { mariadb in
                try await redis.running {
                    try await DocumentServer.with { server in
                        let backends = FiveBackends(
                            archive: archive, mariadb: mariadb, redis: redis, server: server)
                        try await backends.prepare()
                        try await tell(backends)
                        try await backends.expectAll()
                    }
                }
            }
        }
    }

    /// What happens: a third of the events in the life of each of three daemons, of which two are killed.
    private func tell(_ backends: FiveBackends) async throws {
        let archive = backends.archive
        try await SaltMaster.withFolder { folder in
            try await SaltMaster.with(in: folder) { master in
                try await FedmsgPublisher.with(record: archive.record) { publisher in
                    let options = ["--salt", folder, "--config", try backends.configuration()]
                    for life in 0..<3 {
                        try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                            try await master.meet(archive, from: 900_000 + life * 1_000)
                            try await publisher.meet(from: 900_000 + life * 1_000) { try await archive.has($0) }
                            if life == 1 { backends.mariadb.stop() }
                            let numbers = life * events / 6..<(life + 1) * events / 6
                            try publisher.startSaying(numbers)
                            try await master.fire(numbers)
                            if life == 1 {
                                try await Task.sleep(for: events >= 100_000 ? .seconds(60) : .seconds(3))
                                try backends.mariadb.start()
                            }
                            try await finish(daemon, life, backends)
                        }
                    }
                    // What the last of them stored from its spool while it ended is delivered by this one.
                    try await Daemon.with(archive, [publisher.endpoint], options) { daemon in
                        try await backends.areDone()
                        try await daemon.stop()
                    }
                }
            }
        }
    }

    private func finish(_ daemon: Daemon, _ life: Int, _ backends: FiveBackends) async throws {
        guard life == 2 else {
            daemon.program.signal(SIGKILL)
            _ = try await daemon.program.finished()
            return
        }
        try await backends.archive.holds(events * 2 / 3)
        try await daemon.stop()
    }
}

/// Where the feeds deliver.
private struct FiveBackends: Sendable {
    let archive: ScratchArchive
    let mariadb: ScratchMariaDB
    let redis: ScratchRedis
    let server: DocumentServer

    private var file: String { archive.folder + "/said.ndjson" }

    func prepare() async throws {
        _ = try await mariadb.query("CREATE DATABASE said")
        _ = try await mariadb.query("CREATE TABLE said (id VARCHAR(100) PRIMARY KEY)", database: "said")
        try await withDatabase { try $0.run(script: "CREATE TABLE said (id text)") }
    }

    func configuration() throws -> String {
        let yaml = """
            feeds:
              archive: {start: beginning, batch: {within: 50ms}, to: {sql: {statement: "INSERT INTO said (id) VALUES ({id})"}}}
              mariadb:
                start: beginning
                to:
                  mariadb:
                    socket: \(mariadb.socket)
                    user: root
                    database: said
                    statement: INSERT INTO said (id) VALUES ({id}) ON DUPLICATE KEY UPDATE id = id
              redis: {start: beginning, to: {redis: {url: "unix://\(redis.socket)", command: [XADD, said, "{position}-0", id, "{id}"]}}}
              file: {start: beginning, to: {file: {path: \(file), fields: [msg_id]}}}
              webhook: {start: beginning, to: {webhook: {url: "\(server.url)/200", format: ndjson}}}

            """
        return try archive.write(yaml, to: "daemon.yaml")
    }

    /// Waits until every feed has read everything.
    func areDone() async throws {
        _ = try await eventually("every feed has read everything", within: .seconds(300)) { () -> Bool? in
            let lines = try await archive.run("feeds", "list").output.split(separator: "\n")
            let words = lines.map { $0.split(separator: "\t") }
            return lines.count == 5 && words.allSatisfy { $0[1] == "well" && $0[3] == "0" } ? true : nil
        }
    }

    /// Compares what each backend has with the archive: each record once where identities can be known, at least once
    /// elsewhere, with what came twice counted.
    func expectAll() async throws {
        let stored = try await withDatabase { try $0.execute("SELECT msg_id FROM messages").map { try $0.text(0) } }
            .sorted()
        let own = try await withDatabase { try $0.execute("SELECT id FROM said").map { try $0.text(0) } }.sorted()
        #expect(own == stored)
        let there = try await mariadb.query("SELECT id FROM said", database: "said").split(separator: "\n")
        #expect(there.map(String.init).sorted() == stored)
        #expect(try await redis.ask(["XLEN", "said"]) == "\(stored.count)")
        let written = try identities(Array(try Data(contentsOf: URL(filePath: file))))
        let posted = try server.requests.flatMap { try identities($0.body) }
        for (name, told) in [("file", written), ("webhook", posted)] {
            #expect(Set(told).sorted() == stored, "\(name)")
            // Each of two kills may repeat what was on its way: a batch of 100.
            #expect(told.count - stored.count <= 200, "\(name)")
            print("\(name): \(stored.count) records, \(told.count - stored.count) of them twice")
        }
    }

    private func identities(_ lines: [UInt8]) throws -> [String] {
        try lines.split(separator: UInt8(ascii: "\n")).map { line in
            try #require(try JSONText(validating: Array(line))["msg_id"]?.string)
        }
    }

    private func withDatabase<R: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> R) async throws -> R {
        let database = Database(try DatabaseURL(archive.url))
        defer { database.close() }
        return try await database.withConnection { try body($0) }
    }
}
