// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Flow
import SQL
import Testing

@testable import Daemon

@Suite struct `Pages of the journal for feeds that are behind` {
    private func with(_ engine: Engine, _ body: (Archive) async throws -> Void) async throws {
        try await withDatabase(engine) { database in
            let migrator = try Migrator(database)
            try await migrator.run(try await migrator.plan(to: .head, isUp: true))
            try await body(Archive(database))
        }
    }

    @Test(arguments: Engine.allCases)
    func `are read once for all that stand at the same place`(engine: Engine) async throws {
        try await with(engine) { archive in
            let messages = (1...3).map { Message(msgID: "m\($0)", timestamp: .now, topic: "a", msg: "1") }
            _ = try await archive.append(messages)
            let pages = FeedPages(archive)
            let batches = try await withThrowingTaskGroup { group in
                for _ in 0..<20 { group.addTask { try await pages.page(after: 1, known: 3).batch } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(batches.map(ObjectIdentifier.init)).count == 1)
            #expect(batches[0].selected(by: .everything, after: 1).records.map(\.id) == ["m2", "m3"])
            let end = try await pages.page(after: 3, known: 9)
            #expect(end.isEnd && end.batch.last == 9 && end.batch.selected(by: .everything, after: 3).isEmpty)
        }
    }

    @Test func `that could not be read are read again by whoever waited`() async throws {
        let pages = FeedPages(try Archive(url: "sqlite:////nowhere/at/all.db"))
        let failures = await withTaskGroup { group in
            for _ in 0..<5 { group.addTask { (try? await pages.page(after: 1, known: 3)) == nil } }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(failures == 5)
    }
}
