// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import DatanommerTesting
import Foundation
import JSONText
import SQL
import Testing

@Suite(.timeLimit(.minutes(6)), .serialized) struct `The daemon, with a feed to` {
    /// Refuses some, until a file says that it is mended.
    private static let program = """
        #!/bin/sh
        cd "$(dirname "$0")"
        while IFS= read -r line; do
            position=${line#*position\\":}
            case $line in
            *'"msg_id":"load-0000000'[3-5]'"'*)
                if [ ! -e mended ]; then
                    printf '{"position": %s, "never": "not mended"}\\n' "${position%%,*}"
                    continue
                fi ;;
            esac
            printf '%s\\n' "$line" >>taken
            printf '{"position": %s}\\n' "${position%%,*}"
        done
        """

    @Test(arguments: Engine.allCases)
    func `a program keeps what that refuses, and delivers it once more when it is told to`(engine: Engine) async throws
    {
        try await ScratchArchive.with(engine) { archive in
            try await NumberedLoad.with(perSecond: 500, bytes: 100) { load in
                let program = try archive.write(Self.program, to: "program")
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
                let yaml = "feeds: {p: {start: beginning, to: {program: {command: [\"\(program)\"]}}}}\n"
                let file = try archive.write(yaml, to: "daemon.yaml")
                let taken = FeedFile(path: archive.folder + "/taken")
                try await Daemon.with(archive, [load.endpoint], ["--config", file]) { daemon in
                    try await taken.holds([0, 1, 2, 6, 7, 8, 300])
                    try await load.end()
                    let letters = try await archive.run("feeds", "dead-letters", "--format", "ndjson", "p")
                    let reasons = try letters.output.split(separator: "\n").map { line in
                        let letter = try JSONText(validating: String(line))
                        return [letter["msg_id"]?.string, letter["reason"]?.string]
                    }
                    #expect(reasons == (3...5).map { [NumberedLoad.msgID($0), "not mended"] })
                    #expect(try await archive.run("feeds", "list", "--fail").status == 1)
                    _ = try archive.write("", to: "mended")
                    let again = try await archive.run("feeds", "replay", "--dead-letters", "p")
                    #expect(again.errors == "3 dead letters once more\n", "\(again)")
                    try await taken.holds(3...5)
                    _ = try await eventually("no dead letters") {
                        try await archive.run("feeds", "dead-letters", "p") == .done("") ? true : nil
                    }
                    try await daemon.stop()
                }
                let numbers = try taken.numbers()
                #expect(numbers.count == Set(numbers).count)
            }
        }
    }

    @Test(arguments: Engine.allCases)
    func `the archive's own database stores each message exactly once, however often it is killed`(
        engine: Engine
    ) async throws {
        try await ScratchArchive.with(engine) { archive in
            let database = Database(try DatabaseURL(archive.url))
            defer { database.close() }
            try await database.withConnection { connection in
                try connection.run(script: "CREATE TABLE said (position bigint, msg_id text, n bigint)")
            }
            try await NumberedLoad.with(perSecond: 2_000, bytes: 100) { load in
                let statement = "INSERT INTO said (position, msg_id, n) VALUES ({position}, {msg_id}, {msg.n|integer})"
                let yaml = """
                    feeds: {s: {start: beginning, batch: {limit: 40, within: 10ms}, to: {sql: {statement: "\(statement)"}}}}

                    """
                let options = ["--config", try archive.write(yaml, to: "daemon.yaml")]
                for kill in 0..<6 {
                    try await Daemon.with(archive, [load.endpoint], options) { daemon in
                        try await load.reaches(load.count + 500 + kill * 150)
                        daemon.program.signal(SIGKILL)
                        _ = try await daemon.program.finished()
                    }
                }
                try await load.end()
                // What the last of them left in the spool is stored when this one has ended: then it is known how many there are.
                try await Daemon.with(archive, [load.endpoint], options) { daemon in try await daemon.stop() }
                try await Daemon.with(archive, [load.endpoint], options) { daemon in
                    let stored = try await archive.storedNumbers().count
                    _ = try await eventually("\(stored) rows", within: .seconds(120)) {
                        try await database.rows("SELECT count(*) FROM said").first?.integer(0) ?? 0 >= stored
                            ? true : nil
                    }
                    try await daemon.stop()
                }
            }
            let stored = try await database.rows("SELECT id, msg_id FROM messages ORDER BY id")
            #expect(stored.count > 1_500)
            let said = try await database.rows("SELECT position, msg_id FROM said ORDER BY position")
            #expect(said == stored)
        }
    }
}

extension Database {
    fileprivate func rows(_ statement: SQL) async throws -> [Row] {
        try await withConnection { try $0.execute(statement) }
    }
}
