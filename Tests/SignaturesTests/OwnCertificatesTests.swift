// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import Foundation
import Signatures
import Testing

@Suite struct `A certificate of one's own` {
    private let pki: OwnPKI
    /// Ahead of the certificates that are made meanwhile.
    private let clock = StandingClock(Date() + 3_600)

    init() throws {
        pki = try OwnPKI()
        try pki.makeAuthority("ca")
    }

    private func checker(_ anchor: String = "ca", hasCRL: Bool = false) -> SignatureChecker {
        SignatureChecker(SignatureSettings(pki, anchor: anchor, hasCRL: hasCRL)) { [clock] in clock.now }
    }

    @Test func `counts until its time is over, or its issuer's`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        let message = try pki.signed(by: "leaf")
        let checker = checker()
        let verdicts = [0, 364, 2, 3_650, -5_000].map { days in
            clock.advance(by: days * 86_400)
            return checker.verdict(body: message)
        }
        let valid = Verdict.valid(signer: "leaf.example.org")
        #expect(
            verdicts == [valid, valid, .invalid(.expired), .invalid(.anchorExpired), .invalid(.anchorExpired)])
        clock.advance(by: 984 * 86_400)
        #expect(checker.verdict(body: message) == valid)
    }

    @Test func `ceases to count when it is revoked, and that within a second`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        try pki.makeCertificate("other", serial: 3)
        try pki.makeCRL()
        let (message, other) = (try pki.signed(by: "leaf"), try pki.signed(by: "other"))
        let checker = checker(hasCRL: true)
        #expect(checker.verdict(body: message).isValid)
        try pki.makeCRL(revoking: "leaf")
        clock.advance(by: 0.5)
        #expect(checker.verdict(body: message).isValid)
        clock.advance(by: 0.5)
        #expect(checker.verdict(body: message) == .invalid(.revoked))
        #expect(checker.verdict(body: other).isValid)
        clock.advance(by: 31 * 86_400)
        #expect(checker.verdict(body: other) == .invalid(.expiredCRL))
    }

    @Test func `counts for nothing while a file is missing, and counts again when it is there`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        let message = try pki.signed(by: "leaf")
        let checker = checker(hasCRL: true)
        #expect(checker.verdict(body: message) == .invalid(.unreadableCRL))
        #expect(throws: SignatureError.self) { try checker.checkFiles() }
        try pki.makeCRL()
        clock.advance(by: -1)
        #expect(checker.verdict(body: message).isValid)
        try "no certificate".write(toFile: pki.path("ca.crt"), atomically: true, encoding: .utf8)
        clock.advance(by: 1)
        #expect(checker.verdict(body: message) == .invalid(.unreadableAnchor))
        let error = #expect(throws: SignatureError.self) { try checker.checkFiles() }
        let said = "cannot read the CA certificate \(pki.path("ca.crt")): it holds no PEM block \"CERTIFICATE\""
        #expect(error?.description == said)
    }

    @Test func `is forged when another authority of the same name issued it`() throws {
        try pki.makeAuthority("impostor")
        try pki.makeCertificate("leaf", issuer: "impostor", serial: 2)
        try pki.makeCertificate(
            "unmarked", issuer: "impostor", extensions: ["authorityKeyIdentifier=none"], serial: 3)
        #expect(checker().verdict(body: try pki.signed(by: "leaf")) == .invalid(.forgedCertificate))
        #expect(checker().verdict(body: try pki.signed(by: "unmarked")) == .invalid(.forgedCertificate))
        #expect(checker("impostor").verdict(body: try pki.signed(by: "leaf")).isValid)
    }

    @Test func `does not match an authority whose key it names otherwise`() throws {
        try pki.makeAuthority("impostor")
        try pki.makeCertificate(
            "leaf", issuer: "impostor", extensions: ["authorityKeyIdentifier=keyid:always"], serial: 2)
        #expect(checker().verdict(body: try pki.signed(by: "leaf")) == .invalid(.forgedCertificate))
    }

    @Test(arguments: [
        ("rsa:1024", ["-sha1"]), ("rsa:2048", ["-md5"]), ("rsa:4096", ["-sha512"]), ("rsa:1024", ["-md5"]),
    ])
    func `may be as weak as those on the bus`(key: String, digest: [String]) throws {
        try pki.makeCertificate("leaf", key: key, serial: 2, digest + ["-days", "9"])
        #expect(checker().verdict(body: try pki.signed(by: "leaf")) == .valid(signer: "leaf.example.org"))
    }

    @Test func `does not count when somebody between issued it, or when its anchor is between`() throws {
        try pki.makeCertificate("between", extensions: ["basicConstraints=critical,CA:TRUE"], serial: 2)
        try pki.makeCertificate("leaf", issuer: "between", serial: 3)
        let message = try pki.signed(by: "leaf")
        #expect(checker().verdict(body: message) == .invalid(.unknownIssuer))
        #expect(checker("between").verdict(body: message) == .invalid(.unknownIssuer))
    }

    @Test func `does not count under an anchor that may not issue it`() throws {
        let anchors = [
            "leaf": ["basicConstraints=critical,CA:FALSE"], "silent": ["subjectKeyIdentifier=hash"],
            "signer": ["basicConstraints=critical,CA:TRUE", "keyUsage=digitalSignature"],
        ]
        for (name, extensions) in anchors {
            // The program adds CA:TRUE where nothing else is said; with a configuration of its own it does not.
            try pki.makeAuthority(name, extensions: extensions)
            try pki.makeCertificate("under-\(name)", issuer: name, serial: 2)
            let verdict = checker(name).verdict(body: try pki.signed(by: "under-\(name)"))
            #expect(verdict == .invalid(.anchorNotCA), "\(name)")
        }
    }

    @Test func `does not count when it holds a critical extension that nobody knows`() throws {
        try pki.makeCertificate("leaf", extensions: ["1.2.3.4=critical,ASN1:UTF8String:x"], serial: 2)
        #expect(checker().verdict(body: try pki.signed(by: "leaf")) == .invalid(.criticalExtension))
    }

    @Test func `does not count under an anchor past its time`() throws {
        try pki.makeAuthority("old", ["-days", "1"])
        try pki.makeCertificate("leaf", issuer: "old", serial: 2)
        let message = try pki.signed(by: "leaf")
        let checker = checker("old")
        #expect(checker.verdict(body: message).isValid)
        clock.advance(by: 2 * 86_400)
        #expect(checker.verdict(body: message) == .invalid(.anchorExpired))
    }

    @Test func `is checked once, however often it comes and however it is spelled`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        try pki.makeAuthority("stranger", subject: "/CN=stranger")
        let (good, bad) = (try pki.signed(by: "leaf"), try pki.signed(by: "stranger"))
        let checker = checker()
        for count in 0..<500 {
            #expect(checker.verdict(body: good).isValid)
            #expect(checker.verdict(body: bad) == .invalid(.unknownIssuer))
            // White space, which base64 passes over, makes it another text each time.
            let spaced = String(decoding: bad, as: UTF8.self)
                .replacing("\"certificate\":\"", with: "\"certificate\":\"" + String(repeating: " ", count: count))
            #expect(checker.verdict(body: Array(spaced.utf8)) == .invalid(.unknownIssuer))
        }
        // What another issued is told by its issuer's signature alone.
        #expect(checker.chainChecks == 1)
    }

    @Test func `stays known through a flood of strangers`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        let good = try pki.signed(by: "leaf")
        let text = String(decoding: good, as: UTF8.self)
        let checker = checker()
        for count in 0..<3_000 {
            let rubbish = text.replacing("\"certificate\":\"", with: "\"certificate\":\"A\(count)")
            #expect(!checker.verdict(body: Array(rubbish.utf8)).isValid)
        }
        #expect(checker.verdict(body: good).isValid)
        let checks = checker.chainChecks
        for count in 0..<3_000 {
            let rubbish = text.replacing("\"certificate\":\"", with: "\"certificate\":\"B\(count)")
            #expect(!checker.verdict(body: Array(rubbish.utf8)).isValid)
        }
        #expect(checker.verdict(body: good).isValid)
        #expect(checker.chainChecks == checks)
    }

    @Test func `is never read whole while forgers flood the bus with new ones`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        try pki.makeAuthority("impostor")
        try pki.makeCertificate("forged", issuer: "impostor", serial: 3)
        let checker = checker()
        let good = try pki.signed(by: "leaf")
        #expect(checker.verdict(body: good).isValid)
        let forgery = String(decoding: try pki.signed(by: "forged"), as: UTF8.self)
        let pem = try Data(contentsOf: URL(filePath: pki.path("forged.crt")))
        let der = try #require(
            Data(
                base64Encoded: String(decoding: pem, as: UTF8.self)
                    .split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()))
        for number in 0..<2_000 {
            // Another signature each time, and so another certificate.
            var bytes = [UInt8](der)
            withUnsafeBytes(of: number) { bytes.replaceSubrange((bytes.count - 8)..., with: $0) }
            let lines = "-----BEGIN CERTIFICATE-----\n\(Data(bytes).base64EncodedString())\n-----END CERTIFICATE-----\n"
            let message = forgery.replacing(pem.base64EncodedString(), with: Data(lines.utf8).base64EncodedString())
            #expect(checker.verdict(body: Array(message.utf8)) == .invalid(.forgedCertificate))
        }
        #expect(checker.verdict(body: good).isValid)
        #expect(checker.chainChecks == 1)
    }

    @Test func `that is not asked for a pass phrase is refused when it is encrypted`() throws {
        try pki.makeCertificate("leaf", serial: 2)
        let pem = try String(contentsOfFile: pki.path("leaf.crt"), encoding: .utf8)
        let header = "-----BEGIN CERTIFICATE-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,0011223344556677\n\n"
        let encrypted = pem.replacing("-----BEGIN CERTIFICATE-----\n", with: header)
        let certificate = Data(encrypted.utf8).base64EncodedString()
        let message = #"{"certificate":"\#(certificate)","crypto":"x509","signature":"AAAA"}"#
        #expect(checker().verdict(body: Array(message.utf8)) == .invalid(.unreadableCertificate))
    }
}
