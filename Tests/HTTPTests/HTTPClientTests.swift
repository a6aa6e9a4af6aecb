// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(1))) struct `The HTTP client` {
    private let client = HTTPClient(agent: "datanommer/test")

    /// Lends the URL of the server that the backlog tests use too.
    private func withServer<R>(_ body: (String) async throws -> R) async throws -> R {
        let script = URL(filePath: #filePath).appending(path: "../../AcceptanceTests/Publisher/backlog.py").standardized
        return try await RunningProgram.with(["python3", script.path, "/dev/null"]) { program in
            let port = try await eventually("the server's port, of: \(program.errors)") {
                String(decoding: program.output, as: UTF8.self).split(separator: "\n").first
            }
            return try await body("http://127.0.0.1:\(port)")
        }
    }

    @Test func `gets a body, and another one by the same connection`() async throws {
        try await withServer { server in
            for _ in 1...2 {
                let body = try await client.get(server + "/empty", within: .seconds(10), maximumBytes: 100)
                #expect(String(decoding: body, as: UTF8.self) == #"{"pages": 0, "raw_messages": []}"#)
            }
        }
    }

    @Test func `tells a status, a body that is too large, and silence, and goes on`() async throws {
        try await withServer { server in
            let get = { @Sendable (path: String) async throws -> [UInt8] in
                try await client.get(server + path, within: .milliseconds(500), maximumBytes: 31)
            }
            await #expect(throws: HTTPError(.status, "the server answered with status 503")) {
                try await get("/failing")
            }
            await #expect(throws: HTTPError(.tooLarge, "an answer of more than 31 bytes")) { try await get("/large") }
            await #expect(throws: HTTPError(.tooLarge, "an answer of more than 31 bytes")) { try await get("/empty") }
            await #expect(throws: HTTPError(.timedOut, "no answer within 0.5 seconds")) { try await get("/silent") }
            let whole = try await client.get(server + "/empty", within: .seconds(10), maximumBytes: 32)
            #expect(whole.count == 32)
        }
    }

    @Test(arguments: [
        "http://127.0.0.1:1/secret", "http://secret.invalid/", "file:///etc/passwd", "secret", "http://secret@:x/",
    ])
    func `tells why there is no answer, and no secret`(url: String) async throws {
        let error = await #expect(throws: HTTPError.self) {
            try await client.get(url, within: .seconds(10), maximumBytes: 1)
        }
        #expect(error?.code == .failed && error?.message.isEmpty == false && error?.message.contains("secret") == false)
    }

    @Test func `stops soon when its task is cancelled`() async throws {
        try await withServer { server in
            let began = ContinuousClock.now
            await #expect(throws: HTTPError(.cancelled, "asking was cancelled")) {
                try await withThrowingTaskGroup { group in
                    group.addTask {
                        _ = try await client.get(server + "/silent", within: .seconds(50), maximumBytes: 1)
                    }
                    try await Task.sleep(for: .milliseconds(100))
                    group.cancelAll()
                    try await group.waitForAll()
                }
            }
            #expect(began.duration(to: .now) < .seconds(20))
        }
    }
}
