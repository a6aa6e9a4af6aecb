// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@Suite(.timeLimit(.minutes(3))) struct `A command that is cut short` {
    /// More than a pipe holds.
    private static let many = (0..<2_000).map {
        SaidMessage.said("\($0)", "a.b.c.d", at: "\($0)", msg: "\"\(String(repeating: "x", count: 200))\"")
    }

    @Test(arguments: Engine.allCases, ["dump", "grep --rows-per-page 0", "dump --format ndjson"])
    func `by a reader who has seen enough ends without a word`(engine: Engine, command: String) async throws {
        try await ScratchArchive.with(engine) { archive in
            try await archive.load(Self.many)
            let words = command.split(separator: " ").map(String.init)
            let program = try archive.words(words[0], Array(words.dropFirst()))
            let script = #"{ "$@"; echo "status $?" >&2; } | head -1"#
            let piped = try await RunningProgram.run(["sh", "-c", script, "sh"] + program, directory: archive.folder)
            #expect(piped.lines.count == 1 && piped.output.contains(#""msg_id": "0""#))
            // By SIGPIPE, as the shell tells it.
            #expect(piped.errors == "status 141\n")
        }
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func `by the terminal ends without a word`(signal: CInt) async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.running("load", []) { load in
                try load.write(line: "[")
                try await load.waitUntilItReads()
                load.signal(signal)
                let end = try await load.finished()
                #expect(end == .failed(-Int(signal), ""))
            }
        }
    }

    @Test func `by a full disk says so`() async throws {
        try await ScratchArchive.with(.sqlite) { archive in
            try await archive.load(Self.many)
            for command in ["dump", "stats", "latest", "grep"] {
                let program = try archive.words(command, [])
                let end = try await RunningProgram.run(["sh", "-c", #""$@" >/dev/full"#, "sh"] + program)
                #expect(
                    end
                        == .failed(
                            1, "datanommer-\(command): cannot write to standard output: No space left on device\n"))
            }
        }
    }
}

extension RunningProgram {
    /// Waits until it sleeps in a read of its standard input: it has done all there was to do before.
    fileprivate func waitUntilItReads() async throws {
        _ = try await eventually("process \(identifier) reads") { () -> Bool? in
            let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(identifier)/task")
            let isReading = tasks.contains { task in
                let call = FileManager.default.contents(atPath: "/proc/\(identifier)/task/\(task)/syscall") ?? Data()
                // Call 0 is read(2) on x86-64, 63 on arm64; its first argument is the descriptor.
                return ["0 0x0 ", "63 0x0 "].contains { String(decoding: call, as: UTF8.self).hasPrefix($0) }
            }
            return isReading ? true : nil
        }
    }
}
