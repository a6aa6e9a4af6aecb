// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A password among the arguments` {
    private static let url = "postgresql://ralph:hunter2@127.0.0.1:1/x"

    @Test(arguments: [
        "stats \(url)", "stats \(url) \(url) x", "stats --databse-url=\(url)", "stats --since \(url)",
        "stats --format=\(url)", "stats --database-url \(url) --topic=\(url)", "migrate \(url)",
        "migrate current \(url)",
        "migrate upgrade \(url)", "quarantine \(url)", "gaps --state \(url)",
        "consumer --log-level \(url)", "load --database-url=\(url) --rules", "extract \(url)", "verify --crl",
        "replay --rate \(url)", "replay --bind tcp://127.0.0.1:1 --rate postgresql:///x?password=hunter2",
    ])
    func `is not told where wrong usage is`(line: String) async throws {
        let answer = try await run(line)
        #expect(answer.status == 64 && answer.outputBytes == [], "\(answer)")
        #expect(answer.errors.contains("Usage: datanommer-"), "\(answer)")
        #expect(!answer.errors.contains("hunter2"), "\(answer)")
    }

    @Test(arguments: [
        "stats --config \(url)", "replay --bind \(url)", "replay --connect \(url)",
        "replay --bind ipc://here \(url)", "consumer --endpoint \(url)", "stats --database-url host=h,password=hunter2",
        "consumer --endpoint tcp://127.0.0.1:1 --monitor \(url)",
        "consumer --endpoint ipc://here --rules \(url)", "verify --ca-cert \(url) x",
        "migrate --directory \(url) check",
        "stats --database-url postgresql://ralph:hun@hunter2@127.0.0.1:1/x",
        "stats --database-url postgresql://ralph:hun/hunter2@127.0.0.1:1/x",
        "stats --database-url postgresql://ralph:hunter2/x", "create-db --database-url \(url)",
        "stats --database-url \(url)?sslmode=hunter",
    ])
    func `is not told where it cannot be used`(line: String) async throws {
        let answer = try await run(line)
        #expect(answer.status != 0 && answer.status != 64 && answer.outputBytes == [], "\(answer)")
        #expect(answer.errors.contains("datanommer-"), "\(answer)")
        #expect(!answer.errors.contains("hunter2"), "\(answer)")
    }

    @Test(arguments: ["datanommer-replay", "datanommer replay"])
    func `is a star in the process list, odd bytes and all`(program: String) async throws {
        try await ScratchArchive.withFolder { folder in
            var words = program.split(separator: " ").map(String.init)
            words[0] = try BuiltProgram.path(words[0])
            let options = ["--bind", "ipc://\(folder)/bus", "--wait-for-subscriber"]
            let files = ["a://é:hun'ter 2\n@h", Self.url + "?PassWord=hunter2&x=1", "", "a://x:@h", "sqlite:///a.db"]
            try await RunningProgram.with(words + options + files, directory: folder) { running in
                try await running.errorLine(with: "waiting for a subscriber")
                let line = try #require(FileManager.default.contents(atPath: "/proc/\(running.identifier)/cmdline"))
                let seen = line.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
                let shown = [
                    "a://é:*@h", "postgresql://ralph:*@127.0.0.1:1/x?PassWord=*", "a://x:@h", "sqlite:///a.db",
                ]
                #expect(seen == words + options + shown)
            }
        }
    }

    /// Runs a command where no database is, its words between blanks.
    private func run(_ line: String) async throws -> FinishedProgram {
        try await ScratchArchive.withFolder { folder in
            var words = line.split(separator: " ").map(String.init)
            words[0] = try BuiltProgram.path("datanommer-\(words[0])")
            return try await RunningProgram.run(words, directory: folder)
        }
    }
}
