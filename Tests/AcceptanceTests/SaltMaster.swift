// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation

/// The event bus of a real Salt, as a master has it, that fires numbered events.
struct SaltMaster: Sendable {
    private static let environment = PythonEnvironment(
        subject: "the real Salt", name: ".venv-salt", programs: "Publisher/salt",
        check: "import salt.config, salt._logging, salt.utils.event")

    /// The folder of its sockets.
    let folder: String
    private let program: RunningProgram

    /// Lends a folder for sockets; their paths may have 107 bytes at the most.
    static func withFolder<R: Sendable>(_ body: (String) async throws -> R) async throws -> R {
        try await LocalBus.withDirectory(body)
    }

    /// Lends a master whose sockets are in a folder; afterwards it is killed, and its sockets are left behind.
    static func with<R>(in folder: String, _ body: (SaltMaster) async throws -> R) async throws -> R {
        let words = try await environment.words("events.py", [folder])
        return try await RunningProgram.with(words) { program in
            let master = SaltMaster(folder: folder, program: program)
            try await master.answered("ready", 1)
            return try await body(master)
        }
    }

    /// Fires events, and returns when the publisher has them.
    func fire(_ numbers: Range<Int>) async throws {
        let before = answers("said")
        try program.write(line: "say \(numbers.lowerBound) \(numbers.count)")
        try await answered("said", before + 1)
    }

    /// Fires an event of one's own, and returns when the publisher has it.
    func fire(_ tag: String, _ data: String) async throws {
        let before = answers("said")
        try program.write(line: "fire \(tag) \(data)")
        try await answered("said", before + 1)
    }

    /// Fires an event, again and again, until one more message is in the archive: from now on none is lost on the way.
    func meet(_ archive: ScratchArchive, from first: Int) async throws {
        var number = first
        let before = try await archive.count()
        _ = try await eventually("an event arrives from \(folder)") { () -> Bool? in
            try await fire(number..<number + 1)
            number += 1
            return try await archive.count() > before ? true : nil
        }
    }

    private func answered(_ word: String, _ count: Int) async throws {
        do {
            _ = try await eventually("\(count) times \(word) of Salt", within: .seconds(120)) {
                answers(word) >= count ? true : nil
            }
        } catch let error as ScratchError {
            throw PublisherError(description: "\(error); \(program.errors)")
        }
    }

    private func answers(_ word: String) -> Int {
        String(decoding: program.output, as: UTF8.self).split(separator: "\n").count { $0.hasPrefix(word) }
    }
}
