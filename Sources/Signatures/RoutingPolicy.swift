// SPDX-License-Identifier: Apache-2.0

internal import JSONText

/// Who may speak under which topic.
///
/// Topics and names are compared byte by byte, and whole; there are no wildcards.
package struct RoutingPolicy: Hashable, Sendable {
    /// The signers of one topic.
    package enum Signers: Hashable, Sendable {
        /// These, by their common names.
        case listed([String])
        /// All whose common names occur in this text: what a text in place of a list means to fedmsg.
        case mentioned(String)
    }

    /// Bytes as the keys: as Strings, topics that only look alike would be equal.
    private let signers: [[UInt8]: Signers]

    /// A policy of topics and their signers.
    package init(_ signers: [(topic: String, Signers)] = []) {
        self.signers = Dictionary(signers.map { (Array($0.topic.utf8), $0.1) }) { _, last in last }
    }

    /// Whether it knows no topic.
    var isEmpty: Bool { signers.isEmpty }

    /// Reads a JSON object of topics, each with a list of common names, or with a text in which they occur.
    ///
    /// - Throws: `SignatureError` when the file cannot be read or holds something else.
    package init(file path: String) throws(SignatureError) {
        func wrong(_ problem: String) -> SignatureError {
            SignatureError(code: .wrongPolicy, path: path, problem: problem)
        }
        let bytes: [UInt8]
        do {
            bytes = try FileBytes.read(path)
        } catch {
            throw wrong(error.description)
        }
        guard let policy = try? JSONText(validating: bytes), policy.kind == .object else {
            throw wrong("it is no JSON object of topics")
        }
        var signers: [(topic: String, Signers)] = []
        for member in policy.members() {
            guard let topic = member.nameText.string, let value = Signers(member.value) else {
                throw wrong("\"\(member.name)\" needs a list of common names")
            }
            signers.append((topic, value))
        }
        self.init(signers)
    }

    /// Why a signer may not speak under a topic; nil if it may.
    ///
    /// - Parameter topic: the bytes of the topic; nil for a message that has none, or one that is no text.
    func refusal(of signer: String, topic: [UInt8]?, isNitpicky: Bool) -> Verdict.Reason? {
        guard let topic, let allowed = signers[topic] else { return isNitpicky ? .topicNotAllowed : nil }
        return allowed.contains(signer) ? nil : .signerNotAllowed
    }
}

extension RoutingPolicy.Signers {
    fileprivate init?(_ value: JSONText) {
        switch value.kind {
        case .string:
            guard let text = value.string else { return nil }
            self = .mentioned(text)
        case .array:
            let names = value.elements().map(\.string)
            guard !names.contains(nil) else { return nil }
            self = .listed(names.compactMap { $0 })
        default:
            return nil
        }
    }

    fileprivate func contains(_ signer: String) -> Bool {
        switch self {
        case .listed(let names):
            names.contains { $0.utf8.elementsEqual(signer.utf8) }
        case .mentioned(let text):
            Array(text.utf8).firstRange(of: Array(signer.utf8)) != nil
        }
    }
}
