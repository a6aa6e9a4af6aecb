// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Flow
import Foundation
import SQL
import Testing

@testable import Backends

@Suite(.timeLimit(.minutes(1))) struct `A webhook` {
    private let batch = [Record.made(1), .made(2, msg: #"{"ü": "\ud83d\ude00"}"#), .made(5)]

    private func text(_ server: DocumentServer, _ place: Int = 0) throws -> String {
        String(decoding: try server.requests[place].body, as: UTF8.self)
    }

    @Test func `gets a batch as an array, or one record a line`() async throws {
        try await DocumentServer.with { server in
            try await Webhook(name: "a", url: server.url + "/200").deliver(batch)
            try await Webhook(name: "a", url: server.url + "/200", layout: .ndjson).deliver(batch)
            let lines = batch.map { String(decoding: $0.json, as: UTF8.self) }
            let (array, rows) = (try text(server), try text(server, 1))
            #expect(array == "[" + lines.joined(separator: ",\n") + "]")
            #expect(rows == lines.map { $0 + "\n" }.joined())
            let types = try server.requests.map { $0.headers["content-type"] }
            #expect(types == ["application/json", "application/x-ndjson"])
        }
    }

    @Test func `knows the sender by the signature, and the batch by its id`() async throws {
        try await DocumentServer.with { server in
            let now = Timestamp(microseconds: 1_767_225_600_500_000)
            let hook = Webhook(name: "jobs", url: server.url + "/200", secret: Array("geheim".utf8), now: { now })
            try await hook.deliver(batch)
            try await hook.deliver(batch)
            let requests = try server.requests
            let headers = requests[0].headers
            #expect(headers["webhook-id"] == "jobs-1-5" && headers["webhook-timestamp"] == "1767225600")
            #expect(requests[1].headers == headers)
            let signed = Array("jobs-1-5.1767225600.".utf8) + requests[0].body
            let script =
                "import hmac,sys,base64;"
                + "print(base64.b64encode(hmac.digest(b'geheim',sys.stdin.buffer.read(),'sha256')).decode())"
            let theirs = try await RunningProgram.run(["python3", "-c", script], input: signed)
            let code = String(decoding: theirs.outputBytes, as: UTF8.self).trimmingCharacters(in: .newlines)
            #expect(headers["webhook-signature"] == "v1," + code)
        }
    }

    @Test(arguments: [400, 413, 422]) func `refuses for good what it says is odd`(status: Int) async throws {
        try await DocumentServer.with { server in
            let error = await #expect(throws: DeliveryError.self) {
                try await Webhook(name: "a", url: server.url + "/\(status)").deliver(batch)
            }
            let reason = "the server answered with status \(status)"
            #expect(error == .never(batch.map { .init(position: $0.position, reason: reason) }))
        }
    }

    @Test(arguments: [301, 307, 401, 403, 404, 408, 429, 500, 503])
    func `may take later what it does not take for another reason`(status: Int) async throws {
        try await DocumentServer.with { server in
            let error = await #expect(throws: DeliveryError.self) {
                try await Webhook(name: "a", url: server.url + "/\(status)").deliver(batch)
            }
            let wait = [429, 503].contains(status) ? ", and wants to be left alone for 7.0 seconds" : ""
            #expect(error == .later("the server answered with status \(status)\(wait)"))
            let requests = try server.requests
            #expect(requests.count == 1)
        }
    }

    @Test func `may take later what it was silent about, or when it is away`() async throws {
        try await DocumentServer.with { server in
            let silent = Webhook(name: "a", url: server.url + "/hang", limit: .milliseconds(300))
            let error = await #expect(throws: DeliveryError.self) { try await silent.deliver(batch) }
            #expect(error == .later("no answer within 0.3 seconds"))
        }
        let away = await #expect(throws: DeliveryError.self) {
            try await Webhook(name: "a", url: "http://user:secret@127.0.0.1:1/").deliver(batch)
        }
        guard case .later(let reason) = away else { return #expect(Bool(false), "\(String(describing: away))") }
        #expect(!reason.contains("secret") && !reason.isEmpty)
    }
}
