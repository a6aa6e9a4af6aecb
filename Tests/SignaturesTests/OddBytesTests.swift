// SPDX-License-Identifier: Apache-2.0

import DatanommerTesting
import JSONText
import Signatures
import Testing

@Suite struct `Odd bytes` {
    /// What a valid message says, apart from who signed it.
    private static func said(_ body: [UInt8]) -> [UInt8]? {
        (try? JSONText(validating: body))?.canonical(omitting: ["signature", "certificate"])
    }

    @Test(arguments: 0..<4) func `never make a message valid that says something else`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let checker = SignatureChecker(try SignatureSettings(profile: "default")) { Vector.time }
        let signed = Vector.all.filter { $0.isValid && $0.profile == "default" && $0.body.count < 10_000 }
        var stillValid = 0
        for _ in 0..<10_000 {
            let vector = signed[Int.random(in: 0..<signed.count, using: &random)]
            let body = random.mutated(vector.body)
            guard checker.verdict(body: body).isValid else { continue }
            stillValid += 1
            #expect(Self.said(body) == Self.said(vector.body), "\(vector.id)")
        }
        // Most of a message is base64 that must not change, but some bytes matter to nobody.
        #expect(stillValid > 10)
    }

    @Test(arguments: 0..<2) func `of any kind are refused, and nothing worse`(seed: UInt64) throws {
        var random = SeededGenerator(seed: 100 + seed)
        let checker = SignatureChecker(try SignatureSettings(profile: "x509_gpg")) { Vector.time }
        for _ in 0..<5_000 {
            let count = Int.random(in: 0..<200, using: &random)
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(!checker.verdict(body: bytes).isValid)
            // The same where the certificate should be, in base64 and beside it.
            let text = bytes.map { String($0, radix: 36) }.joined()
            let body = #"{"certificate":"\#(text)","crypto":"x509","signature":"\#(text)"}"#
            #expect(!checker.verdict(body: Array(body.utf8), topic: bytes).isValid)
        }
    }

    @Test(arguments: [
        (#"{"crypto":"x509","certificate":[],"signature":"AAAA"}"#, Verdict.Reason.noCertificate),
        (#"{"crypto":"x509","certificate":"","signature":{}}"#, .noSignature),
        (#"{"crypto":["x509"]}"#, .unknownScheme),
        (#"{"crypto":"x509"}"#, .noSignature), (#"{"signature":"AAAA"}"#, .schemeNotAccepted), ("{}", .unsigned),
        (#"{"crypto":"X509"}"#, .unknownScheme), (#"{"crypto":"\ud800"}"#, .unknownScheme), ("\u{feff}{}", .notJSON),
        (#"{"crypto":"x509","certificate":"\ud800","signature":""}"#, .notBase64), ("", .notJSON),
        ("null", .notEnvelope),
        (#"{"\u0063rypto":"\u0078509","signature":"\u0041AAA"}"#, .noCertificate),
    ])
    func `in place of a member are told apart`(body: String, reason: Verdict.Reason) throws {
        let checker = SignatureChecker(try SignatureSettings(profile: "default")) { Vector.time }
        #expect(checker.verdict(body: Array(body.utf8)) == .invalid(reason))
    }

    @Test func `in the topic: an array or an object is refused, as no table can be asked for it`() throws {
        let pki = try OwnPKI()
        try pki.makeAuthority("ca")
        let checker = SignatureChecker(SignatureSettings(pki))
        for (topic, isValid) in [("[]", false), ("{}", false), ("5", true), ("null", true), (#""\ud800""#, true)] {
            let message = try pki.signed(by: "ca", rawTopic: topic)
            #expect(checker.verdict(body: message).isValid == isValid, "\(topic)")
        }
    }
}

extension SeededGenerator {
    /// A few bytes changed, left out, said twice, or put in.
    fileprivate mutating func mutated(_ body: [UInt8]) -> [UInt8] {
        var body = body
        for _ in 0..<Int.random(in: 1...3, using: &self) where !body.isEmpty {
            let place = Int.random(in: 0..<body.count, using: &self)
            let length = Int.random(in: 1...min(20, body.count - place), using: &self)
            let piece = Array(body[place..<(place + length)])
            switch Int.random(in: 0..<6, using: &self) {
            case 0: body[place] ^= 1 << UInt8.random(in: 0..<8, using: &self)
            case 1: body[place] = UInt8.random(in: 0...255, using: &self)
            case 2: body.removeSubrange(place..<(place + length))
            case 3: body.insert(contentsOf: piece, at: place)
            case 4: body.insert(contentsOf: piece, at: Int.random(in: 0...body.count, using: &self))
            default:
                let marks: [UInt8] = Array(" \n\"\\{}[],:=-0e.".utf8)
                body.insert(marks[Int.random(in: 0..<marks.count, using: &self)], at: place)
            }
        }
        return body
    }
}
