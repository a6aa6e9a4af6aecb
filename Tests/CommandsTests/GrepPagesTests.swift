// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `Pages of datanommer-grep` {
    /// Seven messages, of which three share a time.
    private static let messages = [10, 20, 20, 20, 30, 40, 50].enumerated().map { index, time in
        SaidMessage.said("\(index)", "a.b.c.d", at: "\(time)")
    }

    @Test(arguments: Engine.allCases)
    func `are counted from 1`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages)
            let page = { (number: Int, rows: Int) in
                try await archive.found("--page", "\(number)", "--rows-per-page", "\(rows)")
            }
            #expect(try await page(1, 3) == ["0", "1", "2"])
            #expect(try await page(2, 3) == ["3", "4", "5"])
            #expect(try await page(3, 3) == ["6"])
            #expect(try await page(4, 3) == [])
            #expect(try await page(Int.max, 3) == [])
            #expect(try await page(2, 7) == [])
            #expect(
                try await archive.found("--page", "2", "--rows-per-page", "2", "--order", "desc") == ["4", "3"])
        }
    }

    @Test(arguments: Engine.allCases, ["asc", "desc"])
    func `by a cursor neither repeat nor skip a message while others arrive`(engine: Engine, order: String) async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.messages)
            var found: [String] = []
            var cursor: [String] = []
            for round in 0..<10 {
                let page = try await archive.run(
                    "grep", ["--format", "ndjson", "--rows-per-page", "2", "--order", order] + cursor)
                found += page.output.matches(of: /"msg_id": "(\w+)"/).map { String($0.1) }
                guard let next = page.errors.wholeMatch(of: /next page: --after (\S+)\n/)?.1 else { break }
                cursor = ["--after", String(next)]
                // It lies on the page that was just read, before where the next begins.
                try await archive.load([.said("new\(round)", "a.b.c.d", at: order == "asc" ? "5" : "60")])
            }
            #expect(
                found == (order == "asc" ? ["0", "1", "2", "3", "4", "5", "6"] : ["6", "5", "4", "3", "2", "1", "0"]))
        }
    }

    @Test func `that cannot be are wrong usage`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let wrong: [[String]] = [
                ["--page", "0"], ["--rows-per-page", "-1"], ["--page", "2", "--after", "20/3"], ["--after", "20"],
                ["--page", "2", "--rows-per-page", "0"], ["--order", "up"], ["--format", "xml"],
                ["--follow", "--format", "json"],
            ]
            for arguments in wrong {
                let answer = try await archive.run("grep", arguments)
                #expect(answer.status == 64 && answer.outputBytes == [], "\(arguments): \(answer)")
            }
        }
    }
}

@Suite(.timeLimit(.minutes(3))) struct `datanommer-grep --follow` {
    @Test(arguments: Engine.allCases)
    func `prints the last page, then what arrives and matches, until it is interrupted`(engine: Engine) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load((0..<5).map { .said("old\($0)", "a.b.c.git", at: "\(100 + $0)") })
            let follow = ["--follow", "--category", "git", "--rows-per-page", "2"]
            try await archive.running("grep", follow) { grep in
                try await grep.waitForIDs(["old3", "old4"])
                try await archive.load([
                    .said("other", "a.b.c.wiki", at: "200"), .said("late", "a.b.c.git", at: "1"),
                    .said("new", "a.b.c.git", at: "201"),
                ])
                try await grep.waitForIDs(["old3", "old4", "late", "new"])
                try await archive.load((0..<600).map { .said("many\($0)", "a.b.c.git", at: "300") })
                try await grep.waitForIDs(["old3", "old4", "late", "new"] + (0..<600).map { "many\($0)" })
                grep.signal(SIGINT)
                let end = try await grep.finished()
                #expect(end.status == -Int(SIGINT))
                #expect(end.errors == "")
            }
        }
    }

    @Test func `prints what arrives in an empty archive`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.running("grep", ["--follow"]) { grep in
                try await archive.load([.said("1", "a", at: "1")])
                try await grep.waitForIDs(["1"])
                grep.signal(SIGTERM)
                #expect(try await grep.finished().errors == "")
            }
        }
    }
}

extension RunningProgram {
    /// Waits until it has printed messages with these ids and no others, each on a line that is whole.
    fileprivate func waitForIDs(_ ids: [String]) async throws {
        let found = try await eventually("\(ids.suffix(4)) printed") {
            let lines = String(decoding: output, as: UTF8.self).matches(of: /"msg_id": "(\w+)".*\}\n/).map {
                String($0.1)
            }
            return lines.count >= ids.count ? lines : nil
        }
        #expect(found == ids)
    }
}
