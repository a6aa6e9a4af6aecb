// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import SQL
import Testing

@Suite(.timeLimit(.minutes(4))) struct `datanommer-expire` {
    /// Lends an archive with a message of each of the first nine months of 2020, which have partitions where there are any, and
    /// one of today.
    private func withMonths(_ engine: Engine, _ body: (ScratchArchive) async throws -> Void) async throws {
        try await ScratchArchive.with(engine) { archive in
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            let times = (1...9).compactMap { Timestamp(text: "2020-0\($0)-15") }
            _ = try await Archive(database).makePartitions(covering: times, interval: .month)
            let old = (1...9).map { Self.message("old-\($0)", at: "\"2020-0\($0)-15T12:00:00Z\"") }
            let new = Self.message("new", at: "\(Timestamp.now.microseconds / 1_000_000)")
            let loaded = try await archive.run("load", input: (old + [new]).joined(separator: "\n"))
            try #require(loaded.status == 0, "\(loaded)")
            try await body(archive)
        }
    }

    private static func message(_ msgID: String, at time: String) -> String {
        #"{"topic": "a.b.c.d", "msg_id": "\#(msgID)", "timestamp": \#(time), "msg": {"user": "u"}, "users": ["u"]}"#
    }

    private static let may = "2020-05-01T00:00:00.000000Z"
    private static let months = (1...4).map { "messages_2020_0\($0)" }

    @Test(arguments: Engine.allCases)
    func `removes what was said before a time, and says how much`(engine: Engine) async throws {
        try await withMonths(engine) { archive in
            let partitions = engine == .sqlite ? "" : "dropped: \(Self.months.joined(separator: ", "))"
            let (would, did) = partitions.isEmpty ? ("", "") : ("; would be \(partitions)", "; \(partitions)")
            try await archive.expect(
                "expire", "--before", "2020-05-01", "--dry-run",
                says: .done("4 messages said before \(Self.may) would be removed\(would)\n"))
            try await archive.expect("stats", says: .done("d has 10 entries\n"))
            let removed = "messages said before \(Self.may) removed"
            try await archive.expect("expire", "--before", "2020-05-01", says: .done("4 \(removed)\(did)\n"))
            try await archive.expect("stats", says: .done("d has 6 entries\n"))
            try await archive.expect("expire", "--before", "2020-05-01", says: .done("0 \(removed)\n"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `keeps what is younger than an option or the configuration says`(engine: Engine) async throws {
        try await withMonths(engine) { archive in
            let file = try archive.write("retention: {keep: 365d}\n", to: "keep.yaml")
            let dry = try await archive.run("expire", "--config", file, "--dry-run")
            #expect(dry.status == 0 && dry.output.hasPrefix("9 messages said before "), "\(dry)")
            // 36,500 days ago nothing was said; the option beats the file.
            let long = try await archive.run("expire", "--config", file, "--keep", "36500d")
            #expect(long.status == 0 && long.output.hasPrefix("0 messages said before 19"), "\(long)")
            let finished = try await archive.run("expire", "--config", file)
            #expect(finished.status == 0 && finished.output.hasPrefix("9 messages said before 20"), "\(finished)")
            try await archive.expect("stats", says: .done("d has 1 entries\n"))
        }
    }

    @Test func `says nothing but what is wrong when it cannot know what to remove`() async throws {
        try await withMonths(.sqlite) { archive in
            for wrong in [
                [], ["--before", "yesterday"], ["--keep", "23h"], ["--keep", "365"], ["--keep", "-1d"],
                ["--keep", "36501d"], ["--before", "2020-05-01", "--keep", "365d"],
            ] {
                let finished = try await archive.run("expire", wrong)
                #expect(finished.status == 64 && finished.output == "", "\(wrong): \(finished)")
            }
            try await archive.expect("stats", says: .done("d has 10 entries\n"))
        }
    }

    @Test func `drops or detaches whole partitions`() async throws {
        try await withMonths(.postgresql) { archive in
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            // Nothing of May, which the moment lies in.
            let moment = "2020-05-20T00:00:00.000000Z"
            let months = Self.months.joined(separator: ", ")
            try await archive.expect(
                "expire", "--before", "2020-05-20", "--dry-run",
                says: .done("4 messages said before \(moment) would be removed; would be dropped: \(months)\n"))
            let kept = Self.months.map { "detached_\($0)" }.joined(separator: ", ")
            try await archive.expect(
                "expire", "--before", "2020-05-20", "--detach",
                says: .done(
                    "4 messages said before \(moment) removed; detached: \(months); kept as \(kept)\n"))
            let rows = try await database.withConnection {
                try $0.execute("SELECT count(*) FROM detached_messages_2020_04")
            }
            #expect(rows == [Row(values: [.integer(1)])])
            try await archive.expect("stats", says: .done("d has 6 entries\n"))
            try await archive.expect("dump", "--before", "2020-05-01", says: .done("[]\n"))
        }
    }

    @Test func `refuses to detach where there is one table only`() async throws {
        try await withMonths(.sqlite) { archive in
            let file = try archive.write("retention: {keep: 365d, action: detach}\n", to: "keep.yaml")
            for words in [["--detach", "--before", "2020-05-01"], ["--config", file]] {
                let finished = try await archive.run("expire", words)
                #expect(finished.status == 1 && finished.output == "", "\(finished)")
                #expect(finished.errors.hasPrefix("datanommer-expire: nothing is removed: "), "\(finished)")
            }
            try await archive.expect("stats", says: .done("d has 10 entries\n"))
        }
    }

    @Test func `says of a file that cannot shrink what helps`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let old = try await RunningProgram.run([
                "sqlite3", archive.folder + "/test.db", "CREATE TABLE o (x); DROP TABLE o",
            ])
            #expect(old == .done(""))
            let made = try await archive.run("create-db")
            #expect(made.status == 0, "\(made)")
            let filler = String(repeating: "x", count: 100_000)
            let message = #"{"topic": "a.b.c.d", "msg_id": "m", "timestamp": 1, "msg": "\#(filler)"}"#
            _ = try await archive.run("load", input: message)
            let finished = try await archive.run("expire", "--before", "2020-05-01")
            #expect(finished.status == 0 && finished.errors.contains("auto_vacuum = INCREMENTAL"), "\(finished)")
            #expect(finished.output == "1 messages said before \(Self.may) removed\n")
        }
    }

    /// What removing costs: killed at random moments, it leaves neither half a message nor a wrong count.
    @Test(arguments: Engine.allCases)
    func `killed again and again leaves nothing half done`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            // Two years, which the load makes partitions of; the last three months of them stay.
            let (count, young) = (20_000, 2_822)
            let lines = (0..<count).map { number in
                #"{"topic": "a.b.c.t\#(number % 7)", "msg_id": "m\#(number)", "timestamp": \#(1_000_000 + number * 3_000), "msg": {}, "#
                    + #""users": ["u\#(number % 11)", "v"], "packages": ["p\#(number % 5)"]}"#
            }
            let loaded = try await archive.run("load", input: lines.joined(separator: "\n"))
            try #require(loaded.status == 0, "\(loaded)")
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            var generator = SystemRandomNumberGenerator()
            var (kills, left, longest) = (0, count, 30)
            while left > young, kills < 200 {
                try await archive.running("expire", ["--before", "1971-09-01"]) { program in
                    try await Task.sleep(for: .milliseconds(Int.random(in: 5...longest, using: &generator)))
                    program.signal(SIGKILL)
                    _ = try await program.finished()
                }
                kills += 1
                let state = try await Soundness(database)
                #expect(
                    state.counted == state.messages && state.ways == state.messages * 3, "\(state) after \(kills) kills"
                )
                // Later, when it did not come so far: how quick it is nobody knows.
                if state.messages == left { longest += longest / 5 }
                left = state.messages
            }
            #expect(left == young, "\(kills) kills")
            #expect(kills > 2, "it was too quick to be killed in the middle")
        }
    }

    private struct Soundness {
        let messages: Int
        let counted: Int
        let ways: Int

        init(_ database: Database) async throws {
            let row = try await database.withConnection { connection in
                try connection.execute(
                    """
                    SELECT (SELECT count(*) FROM messages), (SELECT CAST(coalesce(sum(messages), 0) AS bigint) FROM counters),
                        (SELECT count(*) FROM messages_users) + (SELECT count(*) FROM messages_packages)
                    """)[0]
            }
            (messages, counted, ways) = (Int(try row.integer(0)), Int(try row.integer(1)), Int(try row.integer(2)))
        }
    }
}
