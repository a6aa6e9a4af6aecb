// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `Where the archive is` {
    /// Four archives in a folder, each with a message that tells its name, and the working directory's `datanommer.db`.
    private static func withArchives(_ body: (String) async throws -> Void) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            for name in ["option", "environment", "named", "variable", "datanommer"] {
                let one = archive.at(url: "sqlite:///\(name).db")
                _ = try await one.run("create-db")
                try await one.load([.said(name, "a.b.c.d", at: "1")])
            }
            _ = try archive.write("database:\n  url: sqlite:///named.db\n", to: "named.yaml")
            _ = try archive.write("database: {url: 'sqlite:///\(archive.folder)/variable.db'}\n", to: "variable.yaml")
            try await body(archive.folder)
        }
    }

    @Test func `is told by the option, else the environment, else the file, else it is in the working directory`()
        async throws
    {
        let option = ["--database-url", "sqlite:///option.db"]
        let named = ["--config", "named.yaml"]
        let environment = ["DATANOMMER_DATABASE_URL": "sqlite:///environment.db"]
        let variable = ["DATANOMMER_CONFIG": "variable.yaml"]
        let both = environment.merging(variable) { first, _ in first }
        let empty = ["DATANOMMER_DATABASE_URL": "", "DATANOMMER_CONFIG": "/dev/null"]
        let cases: [([String], [String: String], String)] = [
            (option + named, both, "option"), (option, [:], "option"), (named, both, "environment"),
            ([], environment, "environment"), (named, variable, "named"), (named, [:], "named"),
            ([], variable, "variable"),
            ([], [:], "datanommer"), ([], empty, "datanommer"), (named, empty, "named"),
        ]
        try await Self.withArchives { folder in
            let program = try BuiltProgram.path("datanommer-dump")
            for (arguments, environment, name) in cases {
                let dump = try await RunningProgram.run(
                    [program] + arguments, environment: BuiltProgram.environment(environment), directory: folder)
                let found = dump.output.matches(of: /"msg_id": "(\w+)"/).map { String($0.1) }
                #expect(found == [name], "\(arguments) \(environment): \(dump)")
            }
        }
    }

    @Test func `is libpq's business where its variables tell it`() async throws {
        try await ScratchArchive.with(.postgresql) { archive in
            try await archive.load([.said("1", "a.b.c.d", at: "1")])
            let parts = try #require(archive.url.wholeMatch(of: /postgresql:\/\/(\w+)@\/(\w+)\?host=(.*)/))
            let environment = ["PGHOST": String(parts.3), "PGDATABASE": String(parts.2), "PGUSER": String(parts.1)]
            let bare = archive.at(url: "postgresql://")
            try await bare.expect("grep", "--count", says: .done("1\n"), environment: environment)
        }
    }
}
