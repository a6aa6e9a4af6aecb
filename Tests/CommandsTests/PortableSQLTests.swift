// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Foundation
import SQL
import Testing

@testable import DatanommerModels

@Suite(.timeLimit(.minutes(5))) struct `Portable SQL` {
    @Test(arguments: [
        ("CREATE TRIGGER t AFTER INSERT ON messages EXECUTE FUNCTION f()", "a trigger"),
        ("CREATE OR REPLACE TRIGGER t AFTER INSERT ON messages EXECUTE FUNCTION f()", "a trigger"),
        ("CREATE TABLE messages (id bigint, UNIQUE (id))", "a unique position"),
        ("CREATE UNIQUE INDEX i ON messages USING btree (id)", "a unique position"),
        ("CREATE TABLE messages (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY)", "a key without the time"),
        ("CREATE TABLE messages (msg_id text, PRIMARY KEY (msg_id))", "a key without the time"),
        ("INSERT INTO messages (id) VALUES ($1)\n RETURNING xmax = 0", "xmax"),
        ("DELETE FROM messages WHERE ctid = ANY($1)", "ctid"),
        ("MERGE INTO messages USING new ON TRUE WHEN MATCHED THEN DELETE", "MERGE"),
        ("SELECT id FROM quarantine FOR UPDATE SKIP LOCKED", "SKIP LOCKED"),
        ("SELECT id FROM messages WHERE id = $1 FOR UPDATE", "a row lock without the key"),
        ("SELECT id FROM topics FOR KEY SHARE", "a row lock without the key"),
        ("SELECT 1 FROM topics, LATERAL (SELECT 1) AS a", "LATERAL"),
        ("SELECT count(*) FROM messages GROUP BY GROUPING SETS ((topic_id), ())", "GROUPING SETS"),
        ("SELECT count(*) FROM messages GROUP BY ROLLUP (topic_id)", "GROUPING SETS"),
        (
            "INSERT INTO counters VALUES ($1) ON CONFLICT (a) DO UPDATE SET at = clock_timestamp()",
            "a volatile function in DO UPDATE"
        ),
        ("SELECT reltuples FROM pg_class", "reltuples"),
        ("PREPARE TRANSACTION 'a'", "a two-phase commit of one's own"),
        ("COMMIT PREPARED 'a'", "a two-phase commit of one's own"),
        ("INSERT INTO messages (a) VALUES (1) ON CONFLICT (msg_id) DO NOTHING", "a conflict's target on messages"),
    ])
    func `complains of`(statement: String, complaint: String) {
        #expect(PortableSQL.complaints(of: statement) == [complaint])
        #expect(PortableSQL.complaints(of: statement.lowercased().replacing(" ", with: "\n  ")) == [complaint])
    }

    @Test(arguments: [
        "SELECT 'ctid; MERGE INTO; it''s LATERAL' AS reltuples_", "SELECT 1 -- xmax, CREATE TRIGGER",
        "SELECT id FROM quarantine WHERE id = ANY($1) ORDER BY id FOR UPDATE",
        "SELECT 1 FROM messages WHERE msg_id = $1 FOR UPDATE", "UPDATE gaps SET state = 'lost' WHERE id = 1",
        "INSERT INTO counters VALUES ($1) ON CONFLICT (topic_id) DO UPDATE SET messages = counters.messages + 1",
        "INSERT INTO messages (a) VALUES (1) ON CONFLICT DO NOTHING RETURNING id",
        "CREATE TABLE topics (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)",
        "CREATE TABLE messages (id bigint GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (msg_id, timestamp))",
    ])
    func `complains of nothing in`(statement: String) {
        #expect(PortableSQL.complaints(of: statement) == [])
    }

    @Test func `finds statements in a server's log, of several lines too`() {
        let log = """
            2026-11-21 03:12:00.000 UTC [7] LOG:  statement: SELECT 1,
            \t    2
            2026-11-21 03:12:00.000 UTC [7] ERROR:  no such thing
            \tas this
            2026-11-21 03:12:00.000 UTC [7] LOG:  execute datanommer_1: SELECT $1
            2026-11-21 03:12:00.000 UTC [7] DETAIL:  parameters: $1 = '2'
            """
        #expect(PortableSQL.statements(inLog: log) == ["SELECT 1,\n    2", "SELECT $1"])
    }

    @Test func `is all that the steps of the schema hold`() throws {
        let files = try SourceTree.names(in: "migrations/postgresql")
        #expect(files.count >= 22)
        for file in files {
            let text = try String(contentsOfFile: SourceTree.path("migrations/postgresql/\(file)"), encoding: .utf8)
            for statement in text.split(separator: ";\n") {
                #expect(PortableSQL.complaints(of: String(statement)) == [], "\(file): \(statement)")
            }
        }
    }

    @Test func `is all that the programs send to a server`() async throws {
        try await ScratchCluster.withOwn { cluster in
            try await cluster.set("log_statement", to: "'all'")
            try await ScratchArchive.with(cluster) { archive in
                try await Self.runCommands(archive)
                try await Self.useStore(archive)
            }
            let statements = Set(PortableSQL.statements(inLog: try cluster.log()))
            #expect(statements.count > 100)
            // What is not there was not looked at: a word of each part of the program.
            let parts = [
                "COPY messages (id", "COPY (SELECT m.msg_id", "UPDATE messages SET users", "INSERT INTO counters",
                "DELETE FROM quarantine", "UPDATE gaps", "INSERT INTO sequences", "FOR VALUES FROM", "FROM pg_inherits",
                "strpos", "CREATE TABLE messages", "UPDATE bookmarks SET holder", "INSERT INTO dead_letters",
            ]
            for part in parts { #expect(statements.contains { $0.contains(part) }, "\(part)") }
            for statement in statements {
                #expect(PortableSQL.complaints(of: statement) == [], "\(statement)")
            }
        }
    }

    /// Every command, with options that ask in different ways.
    private static func runCommands(_ archive: ScratchArchive) async throws {
        let more = #", "usernames": ["ann"], "i": 1"#
        try await archive.load(
            (0..<30).map { .said("m\($0)", "org.x.prod.git.a\($0 % 3)", at: "\(1_361_166_918 + $0)", more: more) })
        _ = try await archive.run("load", input: "{\"topic\": 1}\n")
        let all = [
            ["dump", "--since", "2013-01-01", "--topic", "org.x.prod.git.a1"], ["dump"], ["stats"],
            ["stats", "--topic"],
            ["stats", "--since", "2013-01-01"], ["stats", "--category", "git", "--topic"], ["latest"],
            ["latest", "--topic", "org.x.prod.git.a1"], ["latest", "--category", "git"], ["latest", "--overall"],
            ["grep", "--user", "ann", "--contains", "e", "--not-package", "p", "--order", "desc"],
            ["grep", "--category", "git", "--contains", "e"],
            ["grep", "--category", "git", "--not-topic", "a", "--page", "2", "--rows-per-page", "10"],
            ["grep", "--count", "--package", "p", "--not-user", "u", "--start", "2013-01-01"],
            ["grep", "--msg-id", "m1"],
            ["extract"], ["extract", "--dry-run"], ["verify"], ["gaps"], ["quarantine", "list"],
            ["quarantine", "retry", "--all"], ["quarantine", "drop", "--all"],
            ["migrate", "check"], ["migrate", "history"], ["migrate", "current"], ["migrate", "partition"],
            ["migrate", "downgrade", "2"], ["migrate", "upgrade"], ["migrate", "partition"], ["create-db"],
        ]
        for words in all { _ = try await archive.run(words[0], Array(words.dropFirst())) }
    }

    /// What no command does: the daemon's side.
    private static func useStore(_ scratch: ScratchArchive) async throws {
        let database = Database(try DatabaseURL(scratch.url))
        defer { database.close() }
        let archive = Archive(database, setAsideLimit: 3)
        let spoken = [1, 5, 7, 3].map { number in
            SpokenNumber(publisher: "p", number: number, msgID: "n\(number)", receivedAt: .now)
        }
        let messages = spoken.map { number in
            Message(msgID: number.msgID ?? "", timestamp: .now, topic: "a.b.c.git", msg: "{}")
        }
        let aside = (0..<5).map { number in
            SetAside(.notJSON, detail: "\(number)", topic: [1], body: [2], receivedAt: .now)
        }
        for _ in 0..<2 { _ = try await archive.append(messages, setAside: aside, spoken: spoken) }
        for gap in try await archive.openGaps(of: "p") { _ = try await archive.settle(gap, as: []) }
        try await archive.giveUpGaps(exceptOf: [], detail: "nobody")
        _ = try await archive.newestTime(upTo: .now)
        _ = try await archive.arrivals(after: 0, upTo: archive.newestPosition())
        _ = try await archive.makePartitions(.month, ahead: 9, now: .now)
        let stored = try await archive.messages(withIDs: ["n1"])
        let rules = MessageDecoder { _, _ in MessageNames(users: ["bob"], packages: ["p"]) }
        try await archive.rename(stored.compactMap(rules.renamed))
        _ = try await archive.setAside(matching: SetAsideFilter())
        try await useFeeds(archive)
    }

    /// A feed, from its first day to its last.
    private static func useFeeds(_ archive: Archive) async throws {
        try await archive.begin([("f", .time(.now))])
        var news = BookmarkNews()
        news.held = ["f"]
        let bookmark = try await archive.sync(news, by: "here").bookmarks[0]
        let key = BookmarkKey(feed: "f", generation: bookmark.generation, holder: "here")
        var move = BookmarkMove(to: 1)
        move.refused = [.init(position: 1, id: "n1", reason: "no")]
        _ = try await archive.move(key, move)
        news.passed = [key: 2]
        news.errors = [key: .init(error: "away", at: .now)]
        _ = try await archive.sync(news, by: "here")
        _ = try await archive.records(after: 0, limit: 5, bytes: 1_000)
        _ = try await archive.records(at: [1])
        _ = try await archive.lag(behind: 0)
        _ = try await archive.deliverAgain("f", from: .beginning, to: .now)
        _ = try await archive.deliverDeadLettersAgain(of: "f")
        _ = try await archive.deadLettersToDeliver(of: "f", limit: 5)
        try await archive.settle(deadLetters: [1], refused: [], of: "f")
        _ = try await archive.expire(before: .now)
        try await archive.release(["f"], by: "here")
        _ = try await archive.forget("f")
    }
}
