// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import Signatures
import Testing

@Suite struct `A keyring` {
    @Test func `vouches for what its keys signed, and for the body alone`() throws {
        let keyring = try OwnKeyring()
        let signature = try keyring.signature(of: Array(#"{"a":1.0}"#.utf8))
        var settings = SignatureSettings()
        settings.schemes = [.gpg]
        settings.gpgHome = keyring.home
        let checker = SignatureChecker(settings)
        let said = { (msg: String, topic: String) in
            Array(#"{"crypto":"gpg","msg":\#(msg),"signature":"\#(signature)","topic":"\#(topic)"}"#.utf8)
        }
        let good = checker.verdict(body: said(#"{"a":1.0}"#, "a"))
        guard case .valid(let signer) = good else { return #expect(good.isValid, "\(good)") }
        #expect(signer.count == 40)
        #expect(checker.verdict(body: said(#"{ "a": 1.00 }"#, "b")) == good)
        #expect(checker.verdict(body: said(#"{"a":1}"#, "a")) == .invalid(.badSignature))
        settings.gpgHome = keyring.home + "/none"
        #expect(SignatureChecker(settings).verdict(body: said(#"{"a":1.0}"#, "a")) == .invalid(.badSignature))
    }
}
