// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `datanommer-migrate` {
    /// The steps, `0001 create messages` and so on, as the files name them.
    private static func steps(_ engine: Engine) throws -> [String] {
        let files = try SourceTree.names(in: "migrations/\(engine)").filter { $0.hasSuffix(".up.sql") }
        return files.map { String($0.dropLast(".up.sql".count)).replacing("_", with: " ") }
    }

    @Test(arguments: Engine.allCases)
    func `upgrades by one step over and over, until nothing is left`(engine: Engine) async throws {
        let steps = try Self.steps(engine)
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect(
                "migrate", "downgrade", "base", says: .done(steps.reversed().map { "downgrade from \($0)\n" }.joined()))
            try await archive.expect("migrate", "current", says: .done("version 0 (no schema)\n"))
            for (index, step) in steps.enumerated() {
                try await archive.expect(
                    "migrate", "check",
                    says: .failed(1, "", output: "behind by \(steps.count - index): datanommer-migrate upgrade\n"))
                try await archive.expect("migrate", "upgrade", "+1", says: .done("upgrade to \(step)\n"))
            }
            let current = "version \(steps.count) (\(steps.last?.dropFirst(5) ?? ""))\n"
            for _ in 1...2 {
                try await archive.expect("migrate", "upgrade", "+1", says: .done("nothing to do: \(current)"))
            }
            try await archive.expect("migrate", "upgrade", says: .done("nothing to do: \(current)"))
            try await archive.expect("migrate", "current", says: .done(current))
            try await archive.expect("migrate", "check", says: .done("up to date: \(current)"))
        }
    }

    @Test(arguments: Engine.allCases)
    func `goes down and up by steps and to versions, and refuses the wrong way`(engine: Engine) async throws {
        let steps = try Self.steps(engine)
        let count = steps.count
        try await ScratchArchive.with(engine) { archive in
            try await archive.expect("migrate", "downgrade", "-1", says: .done("downgrade from \(steps[count - 1])\n"))
            try await archive.expect(
                "migrate", "downgrade", "-2",
                says: .done("downgrade from \(steps[count - 2])\ndowngrade from \(steps[count - 3])\n"))
            try await archive.expect(
                "migrate", "upgrade", "\(count - 2)", says: .done("upgrade to \(steps[count - 3])\n"))
            try await archive.expect(
                "migrate", "downgrade", "2",
                says: .done(steps[2..<(count - 2)].reversed().map { "downgrade from \($0)\n" }.joined()))
            let wrong = [("upgrade", "1"), ("downgrade", "5"), ("upgrade", "99"), ("downgrade", "-9"), ("stamp", "99")]
            for (action, target) in wrong {
                let answer = try await archive.run("migrate", action, target)
                #expect(answer.status == 1, "\(answer)")
                #expect(answer.errors.wholeMatch(of: /datanommer-migrate: [^\n]+\n/) != nil, "\(answer)")
            }
            try await archive.expect(
                "migrate", "upgrade", "head", says: .done(steps[2...].map { "upgrade to \($0)\n" }.joined()))
        }
    }

    @Test(arguments: Engine.allCases)
    func `tells the history, and stamps without running anything`(engine: Engine) async throws {
        let steps = try Self.steps(engine)
        try await ScratchArchive.with(engine) { archive in
            _ = try await archive.run("migrate", "downgrade", "3")
            let history = try await archive.run("migrate", "history").lines
            #expect(history.dropFirst(3) == steps.dropFirst(3).map { "\($0): to come" }[...])
            for (line, step) in zip(history.prefix(3), steps) {
                #expect(line.hasPrefix("\(step): applied 20"))
                #expect(line.dropFirst(step.count).wholeMatch(of: /: applied \d{4}-\d\d-\d\d \d\d:\d\d:\d\d/) != nil)
            }
            try await archive.expect("migrate", "stamp", "2", says: .done("version 2 (\(steps[1].dropFirst(5)))\n"))
            #expect(try await archive.run("migrate", "history").lines[2] == "\(steps[2]): to come")
            try await archive.expect("migrate", "stamp", "3", says: .done("version 3 (\(steps[2].dropFirst(5)))\n"))
            #expect(try await archive.run("migrate", "upgrade").status == 0)
        }
    }

    @Test(arguments: Engine.allCases)
    func `prints SQL that the engine's own shell runs, and runs nothing`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            _ = try await archive.run("migrate", "downgrade", "base")
            let up = try await archive.run("migrate", "upgrade", "--sql")
            #expect(up.status == 0 && up.errors == "")
            try await archive.expect("migrate", "current", says: .done("version 0 (no schema)\n"))
            let ran = try await archive.shell(up.outputBytes, engine)
            #expect(ran == .done(""))
            #expect(try await archive.run("migrate", "check").status == 0)
            let down = try await archive.run("migrate", "--sql", "downgrade", "-1")
            #expect(try await archive.shell(down.outputBytes, engine) == .done(""))
            #expect(try await archive.run("migrate", "check").output == "behind by 1: datanommer-migrate upgrade\n")
        }
    }

    @Test(arguments: Engine.allCases)
    func `twice at once does each step once`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            _ = try await archive.run("migrate", "downgrade", "base")
            let ends = try await withThrowingTaskGroup(of: FinishedProgram.self) { group in
                for _ in 1...3 { group.addTask { try await archive.run("migrate", "upgrade") } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(ends.map(\.status) == [0, 0, 0], "\(ends)")
            #expect(try await archive.run("migrate", "check").status == 0)
        }
    }

    @Test func `takes steps from another folder, and refuses one that was changed after it was applied`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let steps = archive.folder + "/steps"
            try FileManager.default.copyItem(atPath: SourceTree.path("migrations"), toPath: steps)
            try await archive.expect(
                "migrate", "check", "--directory", steps, says: try await archive.run("migrate", "check"))
            let first = steps + "/sqlite/0001_create_messages.up.sql"
            let text = try String(contentsOfFile: first, encoding: .utf8)
            try Data("\(text)-- changed\n".utf8).write(to: URL(filePath: first))
            for action in ["check", "history", "upgrade"] {
                let answer = try await archive.run("migrate", "--directory", steps, action)
                #expect(answer.status == 1 && answer.outputBytes == [], "\(answer)")
                #expect(answer.errors.contains("0001 create messages was changed after it was applied"), "\(answer)")
            }
            let nowhere = try await archive.run("migrate", "--directory", "/nonexistent", "check")
            #expect(nowhere.status == 1 && nowhere.errors.contains("/nonexistent"), "\(nowhere)")
        }
    }

    @Test(arguments: [
        [], ["sidegrade"], ["upgrade", "up"], ["downgrade"], ["stamp"], ["stamp", "head"], ["current", "2"],
        ["check", "--sql"], ["upgrade", "+1", "+1"],
    ])
    func `says what is wrong with its arguments`(arguments: [String]) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let answer = try await archive.run("migrate", arguments)
            #expect(answer.status == 64 && answer.outputBytes == [] && answer.errors.contains("Usage:"), "\(answer)")
        }
    }
}

@Suite(.timeLimit(.minutes(3))) struct `datanommer-create-db` {
    @Test(arguments: Engine.allCases)
    func `makes the database and its schema, and is harmless the second time`(engine: Engine) async throws {
        try await ScratchArchive.with(engine, isMade: false) { archive in
            let first = try await archive.run("create-db")
            #expect(first.status == 0 && first.lines.count > 2, "\(first)")
            #expect(first.lines.last?.wholeMatch(of: /.* is at version \d+/) != nil)
            #expect(engine == .sqlite || first.errors.hasPrefix("made the database postgresql://"), "\(first)")
            try await archive.expect("create-db", says: .done(first.lines.suffix(1).map { "\($0)\n" }.joined()))
            try await archive.expect("dump", says: .done("[]\n"))
        }
    }
}

extension ScratchArchive {
    /// Runs a script with `sqlite3` or `psql`.
    fileprivate func shell(_ script: [UInt8], _ engine: Engine) async throws -> FinishedProgram {
        let words =
            engine == .sqlite
            ? ["sqlite3", "-bail", "\(folder)/test.db"] : ["psql", "-qX", "-v", "ON_ERROR_STOP=1", url]
        // A table that is there already is worth a notice to psql, not to us.
        let environment = BuiltProgram.environment(["PGOPTIONS": "-c client_min_messages=warning"])
        return try await RunningProgram.run(words, input: script, environment: environment)
    }
}
