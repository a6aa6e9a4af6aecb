// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

/// The commands that ask, with nothing but what they must be told.
private let questions = ["dump", "stats", "latest", "grep", "load", "extract"]

/// What a command must be told.
private func words(_ command: String) -> [String] {
    ["migrate": ["current"], "quarantine": ["list"]][command] ?? []
}

@Suite(.timeLimit(.minutes(3))) struct `A command that cannot do its work` {
    private static let secret = "s3cr3t-pass"

    @Test(arguments: questions + ["migrate", "quarantine"])
    func `says in one line that the SQLite file is missing, and which command makes it`(command: String) async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let answer = try await archive.run(command, words(command))
            try answer.expectOneLine(69, from: command, with: ["/test.db", "datanommer-create-db"])
            #expect(!FileManager.default.fileExists(atPath: archive.folder + "/test.db"))
        }
    }

    @Test(arguments: questions)
    func `says in one line that the PostgreSQL database is missing`(command: String) async throws {
        try await ScratchArchive.with(.postgresql, isMade: false) { archive in
            let answer = try await archive.run(command)
            try answer.expectOneLine(69, from: command, with: ["database \"test_", "datanommer-create-db"])
        }
    }

    @Test(arguments: questions + ["migrate", "quarantine", "create-db"])
    func `says in one line that no server answers, and tells no password`(command: String) async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            let url = "postgresql://ralph:\(Self.secret)@127.0.0.1:1/datanommer"
            let there = archive.at(url: url)
            let answer = try await there.run(command, words(command))
            try answer.expectOneLine(69, from: command, with: ["ralph@127.0.0.1:1/datanommer"])
            #expect(!answer.errors.contains(Self.secret))
        }
    }

    @Test(arguments: questions)
    func `says in one line that the login is refused, and tells no password`(command: String) async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            let url = archive.url.replacing("//datanommer@", with: "//careful:\(Self.secret)@")
            let answer = try await archive.at(url: url).run(command)
            try answer.expectOneLine(69, from: command, with: ["careful@"])
            #expect(!answer.errors.contains(Self.secret))
        }
    }

    @Test(arguments: Engine.allCases)
    func `says in one line that the schema is behind, or ahead, and what to do`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            _ = try await archive.run("migrate", "downgrade", "-1")
            for command in questions {
                let answer = try await archive.run(command)
                try answer.expectOneLine(78, from: command, with: ["run datanommer-migrate upgrade"])
            }
            _ = try await archive.run("migrate", "upgrade")
            try await archive.pretendOneStepMore()
            for command in questions {
                let answer = try await archive.run(command)
                try answer.expectOneLine(78, from: command, with: ["install the newer datanommer"])
            }
            let check = try await archive.run("migrate", "check")
            try check.expectOneLine(1, from: "migrate", with: ["install the newer one"])
        }
    }

    @Test(arguments: Engine.allCases)
    func `says in one line that the database holds no archive`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            _ = try await archive.run("migrate", "downgrade", "base")
            for command in questions {
                let answer = try await archive.run(command)
                try answer.expectOneLine(69, from: command, with: ["run datanommer-create-db"])
            }
        }
    }

    @Test(arguments: questions + ["migrate", "quarantine", "create-db"])
    func `takes a wrong configuration for what it is, and names file, line and key`(command: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let file = try archive.write("log:\n  level: loud\n", to: "wrong.yaml")
            let answer = try await archive.run(command, words(command) + ["--config", file])
            try answer.expectOneLine(78, from: command, with: ["\(file):2: log.level "])
            let missing = try await archive.run(
                command, ["--config", "no.yaml"] + words(command))
            try missing.expectOneLine(78, from: command, with: ["no.yaml: cannot be read"])
        }
    }

    @Test(arguments: [
        "mysql://ralph:\(secret)@host/x", "sqlite://x.db", "", "postgresql://ralph:\(secret)@[host/x", "x",
    ])
    func `takes a URL of no kind it knows for a wrong configuration, and does not repeat it`(url: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for command in questions {
                let answer = try await archive.at(url: url).run(command)
                try answer.expectOneLine(78, from: command, with: ["the database URL"])
                #expect(!answer.errors.contains(Self.secret))
            }
        }
    }

    @Test(arguments: questions + ["migrate", "quarantine", "create-db", "replay"])
    func `answers wrong usage with 64 and how to use it`(command: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let program = try BuiltProgram.path("datanommer-\(command)")
            for wrong in [["--no-such-option"], ["--database-url"], ["--config"]] {
                let answer = try await RunningProgram.run([program] + wrong, directory: archive.folder)
                #expect(answer.status == 64 && answer.outputBytes == [], "\(answer)")
                #expect(answer.errors.contains("Usage: datanommer-\(command)"), "\(answer)")
            }
        }
    }

    @Test func `does not take a file of another kind for an archive`() async throws {
        try await ScratchArchive.with(.sqlite, isMade: false) { archive in
            _ = try archive.write("no database\n" + String(repeating: "x", count: 4_096), to: "test.db")
            for command in questions {
                let answer = try await archive.run(command)
                #expect(answer.status != 0)
                #expect(
                    answer.errors.split(separator: "\n").count == 1 && answer.errors.contains("/test.db"), "\(answer)")
            }
        }
    }
}

extension FinishedProgram {
    /// Expects nothing but one line on standard error, by the program, with some texts in it.
    fileprivate func expectOneLine(
        _ status: Int, from command: String, with texts: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(self.status == status, "\(self)", sourceLocation: sourceLocation)
        #expect(outputBytes == [], sourceLocation: sourceLocation)
        #expect(errors.hasPrefix("datanommer-\(command): "), "\(self)", sourceLocation: sourceLocation)
        #expect(errors.split(separator: "\n").count == 1, "\(self)", sourceLocation: sourceLocation)
        for text in texts { #expect(errors.contains(text), "\(self)", sourceLocation: sourceLocation) }
    }
}
