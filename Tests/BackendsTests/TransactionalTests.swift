// SPDX-License-Identifier: Apache-2.0

import Backends
import DatanommerTesting
import Flow
import SQL
import Testing

@Suite struct `Rows in the archive's own database` {
    private static let insert = "INSERT INTO t (pos, id, n, body) VALUES ({position}, {id}, {msg.n}, NULL)"

    @Test(arguments: [BackendKind.sqlite, .postgresql])
    func `are stored with the caller's transaction or not at all`(kind: BackendKind) async throws {
        try await kind.with(Self.insert) { backend, table in
            guard case .sql(let database) = table, let backend = backend as? any TransactionalBackend else { return }
            let batch = try `A backend that writes rows`.records(1...3)
            try await database.transaction { try backend.deliver(batch, on: $0) }
            struct RolledBack: Error {}
            await #expect(throws: RolledBack.self) {
                try await database.transaction {
                    try backend.deliver(try `A backend that writes rows`.records(4...6), on: $0)
                    throw RolledBack()
                }
            }
            #expect(try await table.positions() == [1, 2, 3])
        }
    }

    @Test(arguments: [BackendKind.sqlite, .postgresql])
    func `are refused by position, so that the caller delivers the others`(kind: BackendKind) async throws {
        try await kind.with(Self.insert) { backend, table in
            guard case .sql(let database) = table, let backend = backend as? any TransactionalBackend else { return }
            var batch = try [1, 2, 3, 4].map {
                try `A backend that writes rows`.record($0, $0 == 2 ? "{}" : $0 == 3 ? "{\"n\":1000}" : "{\"n\":1}")
            }
            var refused: [[Int64]] = []
            while refused.last?.isEmpty != true {
                let attempt = batch
                let positions = try await database.withConnection { connection -> [Int64] in
                    do {
                        try connection.transaction { try backend.deliver(attempt, on: connection) }
                        return []
                    } catch DeliveryError.never(let refusals) {
                        return refusals.map(\.position)
                    }
                }
                batch.removeAll { positions.contains($0.position) }
                refused.append(positions)
            }
            #expect(refused == [[2], [3], []])
            #expect(try await table.positions() == [1, 4])
        }
    }

    @Test(arguments: [BackendKind.sqlite, .postgresql])
    func `are refused by position among many that go together, and leave the transaction as it was`(
        kind: BackendKind
    ) async throws {
        try await kind.with("INSERT INTO t (pos, id, n) VALUES ({position}, {id}, {msg.n})") { backend, table in
            guard case .sql(let database) = table, let backend = backend as? any TransactionalBackend else { return }
            let batch = try (1...200).map {
                try `A backend that writes rows`.record($0, $0 == 130 ? "{\"n\":1000}" : "{\"n\":1}")
            }
            let error = await #expect(throws: DeliveryError.self) {
                try await database.transaction { try backend.deliver(batch, on: $0) }
            }
            guard case .never(let refusals) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(refusals.map(\.position) == [130])
            #expect(try await table.positions() == [])
            let others = batch.filter { $0.position != 130 }
            try await database.transaction { try backend.deliver(others, on: $0) }
            #expect(try await table.positions() == others.map(\.position))
        }
    }
}
