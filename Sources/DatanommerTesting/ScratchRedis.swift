// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A Redis server for a test, on a Unix socket in a folder of its own; stopped, it can be started again where it was.
package final class ScratchRedis: Sendable {
    private let folder: ScratchFolder
    private let password: String?

    /// Where it listens.
    package var socket: String { folder.path + "/redis.sock" }

    /// A server's place, with nothing running yet.
    package init(password: String? = nil) throws {
        folder = try ScratchFolder()
        self.password = password
    }

    deinit { folder.remove() }

    /// Lends the running server, which writes each command to disk; afterwards it is killed.
    package func running<R>(_ body: () async throws -> R) async throws -> R {
        let words =
            ["redis-server", "--port", "0", "--unixsocket", socket, "--dir", folder.path, "--save", ""]
            + ["--appendonly", "yes", "--appendfsync", "always"] + (password.map { ["--requirepass", $0] } ?? [])
        return try await RunningProgram.with(words) { program in
            _ = try await eventually("Redis, which said: \(program.errors)") {
                try await self.ask(["PING"]) == "PONG" ? true : nil
            }
            return try await body()
        }
    }

    /// What `redis-cli` prints for a command, without the last line break.
    package func ask(_ command: [String]) async throws -> String {
        let words = ["redis-cli", "-s", socket] + (password.map { ["--no-auth-warning", "-a", $0] } ?? []) + command
        let answer = try await RunningProgram.run(words)
        return String(decoding: answer.outputBytes, as: UTF8.self).trimmingCharacters(in: .newlines)
    }
}
