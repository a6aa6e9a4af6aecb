// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `The file of a SQLite archive` {
    /// How large the file is, and the log beside it, in bytes.
    private func size(of database: Database) -> (file: Int, log: Int) {
        let path = String("\(database.url)".dropFirst("sqlite:///".count))
        let size = { (path: String) in
            (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        }
        return (size(path), size(path + "-wal"))
    }

    private func fill(_ archive: Archive) async throws {
        for part in Int64(0)..<10 {
            let batch = (part * 100..<part * 100 + 100).map { second in
                Message.sample("m\(second)", at: second, msg: "\"\(String(repeating: "x", count: 8_000))\"")
            }
            _ = try await archive.append(batch)
        }
    }

    @Test func `gets smaller when messages expire, and the log beside it is emptied`() async throws {
        try await withArchive(.sqlite) { archive async throws in
            try await fill(archive)
            _ = try await archive.giveBackFreePages()
            let before = size(of: archive.database)
            #expect(before.file > 8_000_000)
            let expired = try await archive.expire(before: .sample(900))
            let after = size(of: archive.database)
            #expect(after.file < before.file / 5)
            #expect(after.log == 0)
            #expect(expired.freePages == .givenBack(bytes: before.file - after.file))
            #expect(try await archive.count() == 100)
        }
    }

    @Test func `that was made without a way to shrink stays as large, says so, and shrinks after one VACUUM`()
        async throws
    {
        try await withDatabase(.sqlite) { database in
            let program = try await EngineProgram(database)
            try await program.run(script: "CREATE TABLE old (x); DROP TABLE old;")
            try await Migrator(database).go(to: .head)
            let archive = Archive(database)
            try await fill(archive)
            _ = try await archive.giveBackFreePages()
            let before = size(of: database)
            let expired = try await archive.expire(before: .sample(900))
            guard case .kept(let bytes) = expired.freePages else {
                Issue.record("\(expired)")
                return
            }
            #expect(bytes > 7_000_000)
            #expect(size(of: database).file >= before.file && size(of: database).log == 0)
            try await program.run(script: "PRAGMA auto_vacuum = INCREMENTAL; VACUUM;")
            _ = try await archive.giveBackFreePages()
            #expect(size(of: database).file < before.file / 5)
            try await fill(archive)
            guard case .givenBack(let bytes) = try await archive.expire(before: .sample(1_000)).freePages else {
                Issue.record("it still keeps them")
                return
            }
            #expect(bytes > 7_000_000)
        }
    }

    @Test func `is not waited for while somebody reads it: what cannot be given back stays for the next time`()
        async throws
    {
        try await withArchive(.sqlite) { archive async throws in
            try await fill(archive)
            let reader = Archive(Database(archive.database.url))
            defer { reader.close() }
            let (read, continuation) = AsyncStream.makeStream(of: Void.self)
            let expired = Lines()
            try await withThrowingTaskGroup { group in
                group.addTask {
                    try await reader.forEachMessage { _ in
                        continuation.finish()
                        while expired.all.isEmpty { usleep(1_000) }
                    }
                }
                for await _ in read {}
                #expect(try await archive.expire(before: .sample(900)).messages == 900)
                expired.add("all")
                try await group.waitForAll()
            }
            let before = size(of: archive.database)
            _ = try await archive.expire(before: .sample(900))
            #expect(size(of: archive.database).log == 0)
            #expect(size(of: archive.database).file <= before.file)
        }
    }
}
