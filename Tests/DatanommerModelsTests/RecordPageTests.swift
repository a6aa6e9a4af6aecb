// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import JSONText
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(3))) struct `A page of records` {
    @Test(arguments: Engine.allCases)
    func `is in order of positions, not of time, and goes on behind the last`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let messages = (0..<7).map { Message.sample("m\($0)", at: 100 - Int64($0)) }
            _ = try await archive.append(messages)
            let first = try await archive.records(after: 0, limit: 4, bytes: 1_000_000)
            #expect(first.records.map(\.id) == ["m0", "m1", "m2", "m3"])
            #expect(first.through == first.records.last?.position && !first.isEnd)
            let rest = try await archive.records(after: first.through, limit: 4, bytes: 1_000_000)
            #expect(rest.records.map(\.id) == ["m4", "m5", "m6"])
            #expect(rest.isEnd)
            let end = try await archive.records(after: rest.through, limit: 4, bytes: 1_000_000)
            #expect(end.records == [] && end.isEnd && end.through == rest.through)
            let part = try await archive.records(after: 0, limit: 9, bytes: 1_000_000, upTo: first.through)
            #expect(part.records == first.records && part.isEnd && part.through == first.through)
            #expect(try await archive.records(at: [first.through, 99, 1]).map(\.id) == ["m0", "m3"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `holds one at least, and no more than so many bytes`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let body = JSONText.string(String(repeating: "x", count: 5_000)).text
            _ = try await archive.append((0..<5).map { .sample("m\($0)", msg: body) })
            for bytes in [0, 1, 5_000] {
                let page = try await archive.records(after: 0, limit: 100, bytes: bytes)
                #expect(page.records.map(\.id) == ["m0"] && !page.isEnd)
            }
            #expect(try await archive.records(after: 0, limit: 100, bytes: 11_000).records.count == 2)
            #expect(try await archive.records(after: 0, limit: 100, bytes: 100_000).isEnd)
        }
    }

    @Test func `has PostgreSQL read no other messages, also where it has not counted them`() async throws {
        try await withArchive(.postgresql) { archive in
            let most = 100
            _ = try await archive.append((0..<4_000).map { .sample("m\($0)", at: Int64($0)) })
            let plan = try await archive.database.withConnection { connection in
                let counting: SQL = "EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) "
                return try connection.execute(counting + MessageTable.page(after: 7, limit: most, .postgresql)).map {
                    try $0.text(0)
                }
            }
            let rows = plan.compactMap { $0.firstMatch(of: /actual rows=(\d+)/).flatMap { Int($0.1) } }
            #expect(rows.max() == most, "\(plan)")
        }
    }

    @Test(arguments: Engine.allCases)
    func `tells the same of a message as what was just committed`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let messages = try Message.generated()
            _ = try await archive.append(messages)
            let page = try await archive.records(after: 0, limit: 10_000, bytes: .max)
            #expect(page.records.count > 10)
            let byID = Dictionary(messages.map { ($0.msgID, $0) }) { first, _ in first }
            for record in page.records {
                let message = try #require(byID[record.id])
                #expect(Record(message, at: record.position) == record)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `behind the last one misses nothing of three who write at once`(engine: Engine) async throws {
        try await withArchive(engine, connections: 4) { archive in
            let (writers, batches, size) = (3, 30, 5)
            let seen = try await withThrowingTaskGroup(of: [String].self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for batch in 0..<batches {
                            let messages = (0..<size).map { Message.sample("w\(writer)-\(batch)-\($0)") }
                            _ = try await archive.append(messages)
                        }
                        return []
                    }
                }
                group.addTask {
                    var (seen, position) = ([String](), Int64(0))
                    let all = writers * batches * size
                    _ = try await eventually("\(all) records") { () -> Bool? in
                        let page = try await archive.records(after: position, limit: 7, bytes: .max)
                        seen += page.records.map(\.id)
                        position = page.through
                        return seen.count >= all ? true : nil
                    }
                    return seen
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(seen.count == Set(seen).count && seen.count == writers * batches * size)
        }
    }

    @Test func `holds each value under its name`() throws {
        var message = Message.sample("m", at: 5, msg: #"{"a": [1, null]}"#, users: ["ü", "b"])
        message.username = "apache"
        message.verdict = "valid"
        let record = Record(message, at: 12)
        #expect(
            record.fields.map(\.name) == [
                "position", "msg_id", "topic", "category", "timestamp", "i", "username", "msg", "headers", "users",
                "packages", "source", "verdict",
            ])
        #expect(record["msg"] == .json(try JSONText(validating: #"{"a": [1, null]}"#)))
        #expect(record["users"] == .json(.array([.string("ü"), .string("b")])))
        #expect(record["headers"] == .null && record["packages"] == .json(.array([])))
        #expect(record["source"] == .text("datanommer") && record["verdict"] == .text("valid"))
        #expect(record.name == message.topic && record.time == .sample(5) && record.id == "m")
        message.msg = "no JSON"
        #expect(Record(message, at: 1)["msg"] == .text("no JSON"))
    }
}
