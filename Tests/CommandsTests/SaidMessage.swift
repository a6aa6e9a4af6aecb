// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Testing

/// An envelope for a test, as fedmsg's own JSON.
struct SaidMessage {
    let json: String

    /// A message; `timestamp` and `msg` are JSON as it shall be said, `more` further members of the envelope.
    static func said(
        _ msgID: String, _ topic: String, at timestamp: String, msg: String = "{}", more: String = ""
    ) -> SaidMessage {
        SaidMessage(
            json: #"{"msg_id": "\#(msgID)", "topic": "\#(topic)", "timestamp": \#(timestamp), "msg": \#(msg)\#(more)}"#)
    }
}

extension ScratchArchive {
    /// Loads messages, all of which are new.
    func load(_ messages: [SaidMessage]) async throws {
        let text = messages.map { $0.json + "\n" }.joined()
        let loaded = try await run("load", input: text)
        try #require(
            loaded == .done("", errors: "\(messages.count) loaded, 0 were there already, 0 failed\n"))
    }

    /// The ids of the messages that `datanommer-grep` finds, in its order.
    func found(_ arguments: String...) async throws -> [String] {
        try await found(arguments)
    }

    /// The same of a list of arguments.
    func found(_ arguments: [String]) async throws -> [String] {
        let answer = try await run("grep", ["--format", "ndjson"] + arguments)
        try #require(answer.status == 0, "\(answer)")
        return answer.lines.map { String($0.firstMatch(of: /"msg_id": "([^"]*)"/)?.1 ?? "none") }
    }
}
