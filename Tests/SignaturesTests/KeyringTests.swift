// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Signatures
import Testing

private let hasGPG = ["/usr/bin/gpg", "/usr/local/bin/gpg"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

@Suite(.enabled(if: hasGPG, "gpg is not installed")) struct `A keyring` {
    @Test func `vouches for what its keys signed, and for the body alone`() throws {
        // gpg's agent listens in its home, so that the path must be short.
        var template = Array("/tmp/gpg-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        let home = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        defer {
            _ = try? OwnPKI.run(["gpgconf", "--homedir", home, "--kill", "all"], in: home)
            try? FileManager.default.removeItem(atPath: home)
        }
        let gpg = ["gpg", "--homedir", home, "--batch", "--quiet", "--passphrase", "", "--pinentry-mode", "loopback"]
        _ = try OwnPKI.run(gpg + ["--quick-gen-key", "one@example.org", "rsa2048", "sign", "never"], in: home)
        let signature = try OwnPKI.run(gpg + ["--detach-sign"], input: Array(#"{"a":1.0}"#.utf8), in: home)

        var settings = SignatureSettings()
        settings.schemes = [.gpg]
        settings.gpgHome = home
        let checker = SignatureChecker(settings)
        let said = { (msg: String, topic: String) in
            let text = Data(signature).base64EncodedString()
            return Array(#"{"crypto":"gpg","msg":\#(msg),"signature":"\#(text)","topic":"\#(topic)"}"#.utf8)
        }
        let good = checker.verdict(body: said(#"{"a":1.0}"#, "a"))
        guard case .valid(let signer) = good else { return #expect(good.isValid, "\(good)") }
        #expect(signer.count == 40)
        #expect(checker.verdict(body: said(#"{ "a": 1.00 }"#, "b")) == good)
        #expect(checker.verdict(body: said(#"{"a":1}"#, "a")) == .invalid(.badSignature))
        settings.gpgHome = home + "/none"
        #expect(SignatureChecker(settings).verdict(body: said(#"{"a":1.0}"#, "a")) == .invalid(.badSignature))
    }
}
