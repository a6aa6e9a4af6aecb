// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import SQL
import Testing

@Suite(.timeLimit(.minutes(5)), .serialized) struct `A database that is killed while records are delivered` {
    private static let batches: [ClosedRange<Int64>] = (0..<60).map { $0 * 100 + 1...$0 * 100 + 100 }

    @Test func `costs no row and doubles none in PostgreSQL`() async throws {
        try await ScratchCluster.withOwn { cluster in
            try await cluster.set("synchronous_commit", to: "on")
            let table = BackendTable.sql(Database(try cluster.url()))
            try await table.make()
            let template = try SQLTemplate(BackendKind.postgresql.statement, for: .postgresql, hostname: "h")
            let backend = SQLBackend(database: Database(try cluster.url()), template: template)
            let failures = try await Self.deliver(to: backend, killing: { try cluster.stop(.immediate) }) {
                try cluster.start()
            }
            #expect(failures > 0)
            #expect(try await table.positions().sorted() == Array(1...6_000))
        }
    }

    @Test func `costs no row and doubles none in MariaDB`() async throws {
        try await ScratchMariaDB.withOwn(isDurable: true) { server in
            _ = try await server.query("CREATE DATABASE lost")
            let table = BackendTable.mariadb(server, "lost")
            try await table.make()
            let template = try SQLTemplate(BackendKind.mariadb.statement, for: .mariadb, hostname: "h")
            let backend = MariaDBBackend(BackendTable.address(server, "lost"), template: template)
            let failures = try await Self.deliver(to: backend, killing: { server.stop() }) { try server.start() }
            #expect(failures > 0)
            #expect(try await table.positions() == Array(1...6_000))
            await backend.close()
        }
    }

    /// Delivers all batches, each until it is taken, while the server is killed after the third; how often one was not.
    private static func deliver(
        to backend: any Backend, killing kill: @escaping @Sendable () throws -> Void,
        restarting restart: @escaping @Sendable () throws -> Void
    ) async throws -> Int {
        let (third, tell) = AsyncStream<Void>.makeStream()
        return try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask {
                for await _ in third { break }
                try kill()
                try restart()
                return 0
            }
            group.addTask {
                var failures = 0
                for (index, batch) in batches.enumerated() {
                    if index == 3 { tell.finish() }
                    failures += try await deliver(batch, to: backend)
                }
                return failures
            }
            return try await group.reduce(0, +)
        }
    }

    private static func deliver(_ batch: ClosedRange<Int64>, to backend: any Backend) async throws -> Int {
        let records = try `A backend that writes rows`.records(batch)
        var failures = 0
        _ = try await eventually("the server is back", within: .seconds(120)) { () async throws -> Bool? in
            do throws(DeliveryError) {
                try await backend.deliver(records)
                return true
            } catch {
                guard case .later = error else { throw error }
                failures += 1
                return nil
            }
        }
        return failures
    }
}
