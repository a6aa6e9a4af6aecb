// SPDX-License-Identifier: Apache-2.0

import JSONText
import Signatures
import Testing

@Suite struct `The captured vectors` {
    @Test func `are all there`() {
        #expect(Vector.all.count == 151)
        #expect(Vector.all.filter(\.isValid).count == 59)
    }

    @Test(arguments: Vector.all)
    func `get the verdict of the real validator, gpg's apart`(vector: Vector) throws {
        let checker = SignatureChecker(try SignatureSettings(profile: vector.profile)) { Vector.time }
        let verdict = checker.verdict(body: vector.body)
        // Their keyring was not kept: without one, what is signed with gpg is refused.
        let expected = vector.isValid && vector.profile != "gpg_only"
        #expect(verdict.isValid == expected, "\(verdict)")
    }

    /// Each reason in its own word, with those that are refused for it; the unsigned ones and those that are no JSON apart.
    private static let refused: [Verdict.Reason: String] = [
        .anchorNotCA: "c-under_nokcs@ca_nokcs c-under_notca@ca_notca",
        .badSignature: """
        m-sha256 m-sign-rawutf8 m-cert-of-other m-tamper-msg m-tamper-i m-tamper-msg_id m-tamper-username \
        m-tamper-topic m-sig-empty m-cert-two-rev m-sig-urlsafe m-sig-short m-sig-flip m-headers-empty \
        m-seqid-added m-ts-float m-datagrepper r-sigrelay-3-signed
        """,
        .expiredCRL: "s-simple@crl_expired s-simple@crl_future c-revoked@crl_expired",
        .forgedCertificate: "c-impostor_aki",
        .foreignCRL: "s-simple@crl_otherca s-simple@crl_forged",
        .noCertificate: "m-drop-certificate m-cert-null",
        .noCommonName: "c-nocn",
        .noKeyring:
            "g-tamper-topic@gpg_only g-tamper-timestamp@gpg_only g-tamper-username@gpg_only g-tamper-i@gpg_only",
        .noSignature: "m-drop-signature m-drop-sig-crypto m-sig-null",
        .notEnvelope: "m-body-str-crypto m-body-list m-body-list-crypto m-body-nanonly",
        .notBase64: "m-cert-rawpem m-sig-nonascii",
        .notRSA: "m-ec",
        .revoked: "c-revoked s-simple@crl_lists_ca s-simple@crl_future_entry",
        .schemeNotAccepted: "m-tamper-crypto-gpg",
        .signerNotAllowed: "p-restricted-ca@policy p-restricted-ca@policy_nitpicky p2-restricted-good@policy_second_cn",
        .topicNotAllowed: """
        p-restricted-good@nitpicky_empty p-sub-good@policy_nitpicky p-restricted-ca@nitpicky_empty \
        p-notopic@policy_nitpicky
        """,
        .unknownIssuer: """
        c-selfsigned c-under_nokcs c-under_notca s-simple@ca_other \
        s-simple@ca_bundle_other_first s-simple@ca_is_leaf
        """,
        .unknownScheme: "m-tamper-crypto-bogus m-tamper-crypto-None m-crypto-num m-crypto-true",
        .unreadableAnchor: "s-simple@ca_missing",
        .unreadableCertificate: "m-cert-empty m-cert-der m-cert-truncated",
        .unreadableCRL: "s-simple@crl_missing",
    ]

    @Test func `are refused for their own reasons`() throws {
        var reasons: [Verdict.Reason: [String]] = [:]
        for vector in Vector.all {
            let checker = SignatureChecker(try SignatureSettings(profile: vector.profile)) { Vector.time }
            if let reason = checker.verdict(body: vector.body).reason { reasons[reason, default: []].append(vector.id) }
        }
        #expect(reasons.removeValue(forKey: .unsigned)?.count == 18)
        #expect(reasons.removeValue(forKey: .notJSON)?.count == 9)
        #expect(reasons.mapValues { $0.joined(separator: " ") } == Self.refused)
    }

    @Test func `tell their first common name`() throws {
        let names = ["s-simple", "c-utf8cn", "c-ca", "c-leafca"].map { id in
            let checker = (try? SignatureSettings(profile: "default")).map { SignatureChecker($0) { Vector.time } }
            return checker.flatMap { checker in (try? Vector.named(id)).map { checker.verdict(body: $0.body) } }
        }
        let signers = [
            "shell-app01.example.org", "sh\u{e9}ll-app01.example.org", "Test fedmsg CA", "leafca-app01.example.org",
        ]
        #expect(names == signers.map { .valid(signer: $0) })
    }

    @Test func `need the topic of their frame, where one came`() throws {
        let vector = try Vector.named("s-simple")
        let checker = SignatureChecker(try SignatureSettings(profile: "default")) { Vector.time }
        #expect(checker.verdict(body: vector.body, topic: vector.frames[0]).isValid)
        for other in [[], vector.frames[0] + [0], Array(vector.frames[0].dropLast()), [0xFF]] {
            #expect(checker.verdict(body: vector.body, topic: other) == .invalid(.topicMismatch))
        }
        let untold = try Vector.named("m-topic-missing-signed")
        #expect(checker.verdict(body: untold.body).isValid)
        #expect(checker.verdict(body: untold.body, topic: untold.frames[0]) == .invalid(.topicMismatch))
    }

    @Test func `are judged alike by many threads at once, with one chain check a certificate and thread`() async throws
    {
        let checker = SignatureChecker(try SignatureSettings(profile: "default")) { Vector.time }
        let vectors = Vector.all.filter { $0.profile == "default" }
        let expected = vectors.map(\.isValid)
        await withTaskGroup(of: [Bool].self) { group in
            for _ in 0..<8 { group.addTask { vectors.map { checker.verdict(body: $0.body).isValid } } }
            for await verdicts in group { #expect(verdicts == expected) }
        }
        #expect(checker.chainChecks <= 8 * 20)
    }
}
