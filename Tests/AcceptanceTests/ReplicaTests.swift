// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3)), .serialized) struct `A read replica` {
    private static let line = #"{"i":1,"topic":"a.b.c.d","msg":{"n":1},"msg_id":"1","timestamp":1}"#

    @Test func `is asked by what only asks, and nothing else goes there`() async throws {
        try await withReplica { archive, replica in
            let questions = ["DATANOMMER_QUESTIONS_URL": replica, "DATANOMMER_DATABASE_URL": archive.url]
            let program = archive.withoutURL
            let loaded = try await program("load", [], questions, Self.line)
            #expect(loaded.status == 0 && loaded.errors.contains("1 loaded"), "\(loaded)")
            // It is synchronous, but shows a row only once it was replayed.
            _ = try await eventually("the message on the replica") {
                try await program("stats", [], questions, "").output == "d has 1 entries\n" ? true : nil
            }
            for (command, arguments) in [
                ("dump", ["--format", "ndjson"]), ("grep", ["--topic", "a.b.c.d"]), ("latest", ["--overall"]),
                ("stats", ["--topic", "--since", "1970-01-01"]),
            ] {
                let there = try await program(command, arguments, questions, "")
                let here = try await archive.run(command, arguments)
                #expect(there == here && there.status == 0, "\(command): \(there)")
            }
        }
    }

    @Test(arguments: ["dump", "grep", "latest", "stats"])
    func `that is not there is said so, and no other database is asked`(command: String) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            let nowhere = "postgresql://me:hush@/archive?host=/nonexistent"
            let settings = "database: {url: '\(archive.url)', questions_url: '\(nowhere)'}"
            let file = try archive.write(settings, to: "replica.yaml")
            let said = try await archive.withoutURL(command, ["--config", file], [:], "")
            #expect(said.status == 69 && said.output == "", "\(said)")
            #expect(said.errors.contains("database.questions_url") && !said.errors.contains("hush"), "\(said)")
            #expect(try await archive.run(command, ["--config", file]).status == 0)
        }
    }

    /// Lends an archive and the URL of its standby.
    private func withReplica(_ body: (ScratchArchive, _ replica: String) async throws -> Void) async throws {
        try await ScratchCluster.withStandby { primary, standby in
            try await ScratchArchive.withFolder { folder in
                let archive = ScratchArchive(url: primary.urlText(database: "asked"), folder: folder)
                let made = try await archive.run("create-db")
                #expect(made.status == 0, "\(made)")
                try await body(archive, standby.urlText(database: "asked"))
            }
        }
    }
}

extension ScratchArchive {
    /// Runs one of the programs without an option that tells where the database is.
    fileprivate var withoutURL:
        (_ command: String, _ arguments: [String], _ environment: [String: String], _ input: String) async throws
            -> FinishedProgram
    {
        { [folder] command, arguments, environment, input in
            try await RunningProgram.run(
                [BuiltProgram.path("datanommer-\(command)")] + arguments, input: Array(input.utf8),
                environment: BuiltProgram.environment(environment), directory: folder)
        }
    }
}
