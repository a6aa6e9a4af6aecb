// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import SQL
import Testing

@testable import DatanommerModels

@Suite struct `A dump` {
    /// What a publisher may say, and a database may trip over.
    private static let odd = [
        #"{"topic":"a"}"#, #"{"topic":"","msg":{"a":"\u0000\ud800"}}"#, #"[1,2]"#, "NaN", #""text""#, "null",
        #"{"topic":"a.b","msg":[1.0,1e5,1180591620717411303424,-0,1E400],"timestamp":1361166918.0}"#,
        #"{"topic":"a.b.c.","msg":1,"timestamp":"junk","i":2.0,"username":null,"headers":{},"msg_id":"x'\"\\"}"#,
        #"{"topic":"a","msg":1,"timestamp":"2013-02-18T05:55:18+01:00","crypto":7,"source_name":"datanommer"}"#,
        #"{"topic":"é","msg":"e\#u{301}","é":1,"e\#u{301}":2,"":3,"source_name":"é","source_version":"1"}"#,
        #"{"topic":"a","msg":1,"category":"c","users":["x"],"as_said":{"i":1},"not_said":["i"],"x":1,"x":2}"#,
        "{\"topic\":\"日本語\",\"msg\":{\r\n\t\"a\" : [\n1 ,2\n]\n}\n}", #"{"topic":"a","msg":"🎉","\ud800":1}"#,
        #"{"topic":"a","msg":2,"timestamp":253402300799.999999}"#, #"{"topic":"a","msg":2,"timestamp":0}"#,
    ]

    private func load(_ lines: [String], into archive: Archive) async throws -> AppendOutcome {
        try await archive.append(lines.map { try MessageDecoder.sample.message(file: Array($0.utf8)) })
    }

    /// A dump, loaded into another archive, dumped again.
    private func again(_ lines: [String], _ engine: Engine) async throws -> [String] {
        try await withArchive(engine) { archive in
            let outcome = try await load(lines, into: archive)
            #expect(outcome == .init(stored: lines.count))
            // A second time changes nothing.
            #expect(try await load(lines, into: archive) == .init(duplicates: lines.count))
            return try await archive.dump()
        }
    }

    @Test(arguments: Engine.allCases, Engine.allCases)
    func `loaded and dumped again is the same byte for byte, from either engine into either`(
        from: Engine, into: Engine
    ) async throws {
        let generated = try Message.generated()
        try await withArchive(from) { archive in
            let stored = try await archive.append(generated).stored
            let lines = try await archive.dump()
            #expect(lines.count == stored)
            #expect(try await again(lines, into).map { Array($0.utf8) } == lines.map { Array($0.utf8) })
        }
    }

    @Test(arguments: Engine.allCases)
    func `of odd messages, too, and their envelopes can be said again as they were`(engine: Engine) async throws {
        let messages = try Self.odd.map { try MessageDecoder.sample.decode($0) }
        try await withArchive(engine) { archive in
            #expect(try await archive.append(messages) == .init(stored: messages.count))
            let lines = try await archive.dump()
            #expect(lines.map { Array($0.utf8) } == messages.inOrder.map { Array($0.json.utf8) })
            #expect(try await again(lines, engine).map { Array($0.utf8) } == lines.map { Array($0.utf8) })
            for (message, line) in zip(messages.inOrder, lines) {
                let said = try JSONText(validating: message.envelope).canonical()
                let frames = try MessageDecoder.frames(of: Array(line.utf8))
                #expect(try JSONText(validating: frames.body).canonical() == said)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `is the same where the names are too many to be held`(engine: Engine) async throws {
        let messages = try Message.generated().prefix(50)
        try await withArchive(engine) { archive in
            _ = try await archive.append(Array(messages))
            let lines = Lines()
            try await archive.database.withConnection { connection in
                let texts = try NameTexts(connection, mostCharacters: 0)
                #expect(texts.tooLarge == [.topics, .categories, .certificates])
                let statement = MessageTable.lines(texts, where: "TRUE", order: "ORDER BY m.timestamp, m.id")
                try connection.lend(statement) { row in
                    var writer = ObjectWriter()
                    try writer.add(MessageRow(row: row, names: texts))
                    lines.add(writer.finished)
                }
            }
            let dumped = try await archive.dump()
            #expect(lines.all == dumped && dumped.count > 40)
        }
    }

    @Test(arguments: Engine.allCases)
    func `tells every message as the message itself does`(engine: Engine) async throws {
        let messages = try Message.generated() + Self.odd.map { try MessageDecoder.sample.decode($0) }
        try await withArchive(engine) { archive in
            _ = try await archive.append(messages)
            let told = Lines()
            try await archive.forEachMessage { told.add($0.json) }
            #expect(try await archive.dump().map { Array($0.utf8) } == told.all.map { Array($0.utf8) })
            var filter = MessageFilter()
            filter.users = messages.flatMap(\.users)
            filter.notTopics = [messages[0].topic]
            let some = Lines()
            try await archive.forEachMessage(filter, order: .desc) { some.add($0.json) }
            let lines = Lines()
            try await archive.forEachLine(filter, order: .desc) { lines.add(String(decoding: $0, as: UTF8.self)) }
            #expect(lines.all == some.all && !some.all.isEmpty)
        }
    }

    @Test(arguments: Engine.allCases)
    func `loaded where the same was received at another time changes nothing`(engine: Engine) async throws {
        let body = Array(#"{"topic":"a","msg":"said without a time"}"#.utf8)
        let times = [Timestamp.sample(0), .sample(40_000_000)]
        let messages = try times.map { time in
            try MessageDecoder.sample.message(topic: [0x61], body: body, receivedAt: time)
        }
        #expect(messages[0].msgID == messages[1].msgID)
        try await withArchive(engine) { archive in
            _ = try await archive.append([messages[0]])
            #expect(try await load([messages[1].json], into: archive) == .init(duplicates: 1))
            #expect(try await archive.dump() == [messages[0].json])
        }
    }

    @Test(arguments: Engine.allCases)
    func `is ordered by time, then arrival, and holds what its bounds include`(engine: Engine) async throws {
        try await withArchive(engine) { archive in
            let messages = [3, 1, 2, 1, 3].enumerated().map { Message.sample("\($0.offset)", at: Int64($0.element)) }
            _ = try await archive.append(messages)
            #expect(try await archive.dump() == messages.inOrder.map(\.json))
            var filter = MessageFilter()
            filter.start = .sample(1)
            filter.end = .sample(2)
            #expect(try await archive.dump(filter) == [1, 3, 2].map { messages[$0].json })
        }
    }
}

extension [Message] {
    /// By time, then by their order here.
    fileprivate var inOrder: [Message] {
        enumerated().sorted { ($0.element.timestamp, $0.offset) < ($1.element.timestamp, $1.offset) }.map(\.element)
    }
}
