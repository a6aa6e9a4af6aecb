// SPDX-License-Identifier: Apache-2.0

import DatanommerModels
import Extraction
import JSONText
import Signatures

extension Surface {
    /// An envelope, from the two frames to the dump and back.
    static func envelope(_ checker: SignatureChecker) throws -> Surface {
        let rules = try ExtractionRules.load(path: Seeds.path("etc/extraction.yaml"))
        let decoder = MessageDecoder(check: { .found(checker.verdict($0, topic: $1).isValid ? "valid" : "no") }) {
            let found = rules.names(in: $0, topic: $1)
            return MessageNames(users: found.users, packages: found.packages, isUnstorable: found.hasUnstorableName)
        }
        let signed = Set(try Seeds.frames().compactMap { said($0.body) })
        return Surface(name: "envelope", share: 300, seeds: try Seeds.bodies(), marks: jsonMarks) { input, _ in
            let topic = (try? JSONText(validating: input))?["topic"]?.string ?? "a.b.c.d"
            let message: Message
            do {
                message = try decoder.message(topic: Array(topic.utf8), body: input, receivedAt: .now)
            } catch {
                return false
            }
            if message.verdict == "valid" { try must(said(input).map(signed.contains) == true, "a forged message") }
            let dumped = message.json
            let loaded = try? decoder.message(file: Array(dumped.utf8))
            try must(loaded?.json == dumped, "a dump that loads as something else: \(dumped)")
            let envelope = try? JSONText(validating: message.envelope)
            let original = try? JSONText(validating: input)
            if let original, original["topic"] != nil {
                try must(
                    envelope?.canonical() == original.canonical(), "an envelope that is not what was said: \(dumped)")
            }
            return true
        }
    }

    /// What a valid message says, apart from who signed it.
    private static func said(_ body: [UInt8]) -> [UInt8]? {
        (try? JSONText(validating: body))?.canonical(omitting: ["signature", "certificate"])
    }
}
