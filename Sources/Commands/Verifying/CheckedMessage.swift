// SPDX-License-Identifier: Apache-2.0

internal import DatanommerModels
internal import JSONText
internal import Signatures

/// A message, and whether it was said by whom it says.
struct CheckedMessage: Hashable, Sendable {
    /// The identity: a JSON string, or null where there is none.
    let msgID: JSONText
    let verdict: Verdict

    /// Checks a line of a file: a message of a dump, or an envelope.
    init(line: [UInt8], by checker: SignatureChecker) {
        guard let value = try? JSONText(validating: line) else {
            msgID = .null
            verdict = .invalid(.notJSON)
            return
        }
        let said = value["msg_id"]
        msgID = said?.kind == .string ? said ?? .null : .null
        // An envelope is what was signed; what an archive added to a message of a dump is taken out first.
        let mayBeDumped = value["category"] != nil && value["users"] != nil
        verdict = mayBeDumped ? Self.verdict(dumped: line, by: checker) : checker.verdict(value)
    }

    /// Checks a message of the archive.
    init(stored message: Message, by checker: SignatureChecker) {
        msgID = .string(message.msgID)
        verdict = Self.verdict(Array(message.envelope.utf8), by: checker)
    }

    private static func verdict(dumped message: [UInt8], by checker: SignatureChecker) -> Verdict {
        verdict((try? MessageDecoder.frames(of: message))?.body ?? message, by: checker)
    }

    private static func verdict(_ body: [UInt8], by checker: SignatureChecker) -> Verdict {
        guard let envelope = try? JSONText(validating: body) else { return .invalid(.notJSON) }
        return checker.verdict(envelope)
    }
}

extension CheckedMessage {
    /// The line that tells it.
    func line(_ format: VerifyCommand.Format) -> String {
        switch (format, verdict) {
        case (.text, .valid(let signer)): "\(plainID) valid \(signer)\n"
        case (.text, .invalid(let reason)): "\(plainID) invalid \(reason.rawValue)\n"
        case (.ndjson, _):
            """
            {"msg_id": \(msgID.text), "valid": \(verdict.isValid), \
            "reason": \(verdict.reason.map { "\"\($0.rawValue)\"" } ?? "null")}\n
            """
        }
    }

    /// The identity for a terminal: without control characters, which a stranger may have put there.
    private var plainID: String {
        guard let text = msgID.stringWithReplacements, !text.isEmpty else { return "-" }
        return text.forTerminal
    }
}
