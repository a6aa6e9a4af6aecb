// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

/// A web server that answers as datagrepper does, from a record of what was said.
struct BacklogServer: Sendable {
    let port: Int
    private let program: RunningProgram

    /// Lends a server; afterwards it is gone.
    static func with<R>(record: String, _ body: (BacklogServer) async throws -> R) async throws -> R {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Publisher/backlog.py").path
        return try await RunningProgram.with(["python3", script, record]) { program in
            let port = try await eventually("the port of the backlog, of: \(program.errors)") {
                Self.lines(program).first.flatMap { Int($0) }
            }
            return try await body(BacklogServer(port: port, program: program))
        }
    }

    /// The URL of one of its ways to answer.
    func url(_ path: String, user: String = "") -> String { "http://\(user)127.0.0.1:\(port)\(path)" }

    /// The questions so far: path and query, then what the asker said of itself.
    var questions: [String] { Array(Self.lines(program).dropFirst()) }

    private static func lines(_ program: RunningProgram) -> [String] {
        String(decoding: program.output, as: UTF8.self).split(separator: "\n").map(String.init)
    }
}
