// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Testing

@testable import HTTP

@Suite(.timeLimit(.minutes(1))) struct `A request with a body` {
    private let client = HTTPClient(agent: "datanommer/test")

    private func send(_ request: HTTPRequest) async throws -> HTTPAnswer {
        try await client.send(request, within: .seconds(10), maximumBytes: 1 << 21)
    }

    @Test func `arrives as it is, method, headers and any bytes`() async throws {
        try await DocumentServer.with { server in
            let body = Array(UInt8.min...UInt8.max)
            let answer = try await send(
                HTTPRequest(
                    method: "PUT", url: server.url + "/201?a=b",
                    headers: [.init("Content-Type", "application/x"), .init("X-Name", "ä: é")], body: body))
            #expect(answer == HTTPAnswer(status: 201, retryAfter: nil, body: Array("answer".utf8)))
            let request = try #require(try server.requests.first)
            #expect(request.method == "PUT" && request.path == "/201?a=b" && request.body == body)
            #expect(request.headers["content-type"] == "application/x")
            #expect(request.headers["user-agent"] == "datanommer/test" && request.headers["expect"] == nil)
        }
    }

    @Test(arguments: [0, 1, 1 << 20]) func `of any size gets its answer, by the same connection`(size: Int) async throws
    {
        try await DocumentServer.with { server in
            for _ in 1...2 {
                let body = [UInt8](repeating: 0, count: size)
                let answer = try await send(HTTPRequest(url: server.url + "/echo", body: body))
                #expect(answer.body == body)
            }
        }
    }

    @Test func `is told any status, how long to wait, and is not taken elsewhere`() async throws {
        try await DocumentServer.with { server in
            var answers: [HTTPAnswer] = []
            for path in ["/204", "/404", "/503", "/429", "/moved"] {
                answers.append(try await send(HTTPRequest(url: server.url + path, body: [1])))
            }
            #expect(answers.map(\.status) == [204, 404, 503, 429, 307])
            #expect(answers.map(\.retryAfter) == [nil, nil, .seconds(7), .seconds(7), nil])
            let paths = try server.requests.map(\.path)
            #expect(paths == ["/204", "/404", "/503", "/429", "/moved"])
        }
    }

    @Test func `tells silence, an answer without end and nobody there`() async throws {
        try await DocumentServer.with { server in
            await #expect(throws: HTTPError(.timedOut, "no answer within 0.5 seconds")) {
                try await client.send(
                    HTTPRequest(url: server.url + "/hang", body: []), within: .milliseconds(500), maximumBytes: 9)
            }
            await #expect(throws: HTTPError(.tooLarge, "an answer of more than 9 bytes")) {
                try await client.send(
                    HTTPRequest(url: server.url + "/large", body: []), within: .seconds(10), maximumBytes: 9)
            }
            let error = await #expect(throws: HTTPError.self) {
                try await send(HTTPRequest(url: "http://127.0.0.1:1/", body: []))
            }
            #expect(error?.code == .failed)
        }
    }

    @Test func `knows a header that would be two`() {
        #expect(HTTPRequest.Header("X", "a: b").isSound)
        for (name, value) in [("", "a"), ("X", "a\r\nY: b"), ("X\n", "a"), ("X", "a\0")] {
            #expect(!HTTPRequest.Header(name, value).isSound)
        }
    }
}
