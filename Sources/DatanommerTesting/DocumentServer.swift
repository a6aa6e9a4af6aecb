// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A web server that takes documents; see `Tests/HTTPTests/Server/receiver.py`.
package struct DocumentServer: Sendable {
    /// What it was asked.
    package struct Request: Hashable, Sendable {
        /// The method.
        package let method: String
        /// The path.
        package let path: String
        /// The headers, names in small letters.
        package let headers: [String: String]
        /// The body.
        package let body: [UInt8]
    }

    /// `http://127.0.0.1:port`, without a path.
    package let url: String
    private let program: RunningProgram

    /// Lends a running server; afterwards it is killed.
    package static func with<R>(_ body: (DocumentServer) async throws -> R) async throws -> R {
        let script = URL(filePath: #filePath).appending(path: "../../../Tests/HTTPTests/Server/receiver.py")
            .standardized
        return try await RunningProgram.with(["python3", script.path]) { program in
            let port = try await eventually("the server's port, of: \(program.errors)") { program.lines.first }
            return try await body(DocumentServer(url: "http://127.0.0.1:\(port)", program: program))
        }
    }

    /// All that it was asked so far, the oldest first.
    package var requests: [Request] {
        get throws {
            struct Line: Decodable {
                let method: String
                let path: String
                let headers: [String: String]
                let body: Data
            }
            return try program.lines.dropFirst().map {
                let line = try JSONDecoder().decode(Line.self, from: Data($0.utf8))
                return Request(
                    method: line.method, path: line.path, headers: line.headers, body: Array(line.body))
            }
        }
    }
}

extension RunningProgram {
    /// The whole lines of its output so far.
    fileprivate var lines: [String] {
        String(decoding: output, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            .map(String.init)
    }
}
