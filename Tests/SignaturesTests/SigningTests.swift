// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import JSONText
import Signatures
import Testing

@Suite struct `An envelope that is signed here` {
    private let pki: OwnPKI

    init() throws {
        pki = try OwnPKI()
        try pki.makeAuthority("ca")
        try pki.makeCertificate("leaf", serial: 2)
    }

    private func signer() throws -> EnvelopeSigner {
        try EnvelopeSigner(certificateFile: pki.path("leaf.crt"), keyFile: pki.path("leaf.key"))
    }

    private func members(_ envelope: String) throws -> [(String, JSONText)] {
        try JSONText(validating: envelope).members().map { ($0.name, $0.value) }
    }

    @Test(arguments: [
        #"{"topic": "org.example.a", "msg": {"n": 1.0, "ü": ["\u00e4", null]}, "i": 1, "timestamp": 1.5, "msg_id": "1"}"#,
        #"{"topic": "org.example.a", "msg": {}, "crypto": "gpg", "signature": "old", "certificate": null}"#,
    ])
    func `counts, whatever it holds`(envelope: String) throws {
        let signed = try signer().signed(try members(envelope))
        let checker = SignatureChecker(SignatureSettings(pki))
        #expect(
            checker.verdict(body: signed, topic: Array("org.example.a".utf8)) == .valid(signer: "leaf.example.org"))
        let forged = String(decoding: signed, as: UTF8.self).replacing("org.example.a", with: "org.example.b")
        #expect(checker.verdict(body: Array(forged.utf8)) == .invalid(.badSignature))
    }

    @Test func `is signed byte for byte as openssl signs`() throws {
        let said = try members(#"{"topic": "a", "msg": {"b": 1}, "crypto": "x509"}"#)
        let envelope = try JSONText(validating: try signer().signed(said))
        let signature = try #require(envelope["signature"]?.string)
        let theirs = try pki.openssl(
            ["dgst", "-sha1", "-sign", "leaf.key"], input: JSONText.object(said).canonical())
        #expect(Data(base64Encoded: signature, options: .ignoreUnknownCharacters) == Data(theirs))
        #expect(signature.split(separator: "\n").allSatisfy { $0.count <= 76 } && signature.hasSuffix("\n"))
    }

    @Test func `needs a certificate and a key that can be read`() throws {
        try "nothing".write(toFile: pki.path("odd.pem"), atomically: true, encoding: .utf8)
        _ = try pki.openssl(["rsa", "-aes128", "-passout", "pass:x", "-in", "leaf.key", "-out", "locked.key"])
        _ = try pki.openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "curve.key"])
        for (certificate, key) in [
            ("none.crt", "leaf.key"), ("odd.pem", "leaf.key"), ("leaf.crt", "none.key"), ("leaf.crt", "odd.pem"),
            ("leaf.crt", "locked.key"), ("leaf.crt", "curve.key"),
        ] {
            let error = #expect(throws: SignatureError.self) {
                try EnvelopeSigner(certificateFile: pki.path(certificate), keyFile: pki.path(key))
            }
            #expect(error?.path == pki.path(certificate == "leaf.crt" ? key : certificate))
        }
    }
}

@Suite struct `A message authentication code` {
    /// RFC 4231, sections 4.2, 4.3 and 4.7 (a key longer than a block).
    @Test(arguments: [
        (
            [UInt8](repeating: 0x0b, count: 20), "Hi There",
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        ),
        (
            Array("Jefe".utf8), "what do ya want for nothing?",
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        ),
        (
            [UInt8](repeating: 0xaa, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        ),
    ])
    func `is that of the standard's examples`(key: [UInt8], text: String, code: String) {
        let made = MessageCode.hmacSHA256(of: Array(text.utf8), key: key)
        #expect(made.map { String(format: "%02x", $0) }.joined() == code)
    }
}
