// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Signatures

@Suite struct `The captured certificates` {
    private static let sound = [
        "good", "good2", "bigserial", "eku_server", "gentime", "ku_nosign", "leafca", "md5cert", "multicn",
        "nocn", "noext", "rsa1024", "rsa4096", "sha1cert", "utf8cn", "v1", "ca", "ec", "intermediate",
    ]

    private static let unsound: [String: Verdict.Reason] = [
        "expired": .expired, "notyet": .notYetValid, "revoked": .revoked, "bigserial_revoked": .revoked,
        "critext": .criticalExtension, "badaki": .unknownIssuer, "akiserial": .unknownIssuer,
        "impostor_aki": .unknownIssuer,
        "impostor_noaki": .forgedCertificate, "impostorca": .unknownIssuer, "issued_by_leaf": .unknownIssuer,
        "otherca": .unknownIssuer, "selfsigned": .unknownIssuer, "under_expiredca": .unknownIssuer,
        "via_intermediate": .unknownIssuer, "wrongca": .unknownIssuer, "bundle_inter": .unknownIssuer,
    ]

    private func refusal(_ name: String, anchor: String = "ca.crt", crl: String? = "crl.pem") throws
        -> Verdict.Reason?
    {
        let trust = Trust(
            caFile: VectorFile.path("pki/\(anchor)"), crlFile: crl.map { VectorFile.path("pki/\($0)") }, generation: 1)
        let pem = try FileBytes.read(VectorFile.path("pki/\(name).crt"))
        let certificate = try #require(PEM.firstBlock("CERTIFICATE", in: pem).flatMap(Certificate.init))
        return try trust.store.get().refusal(of: certificate, at: Int64(Vector.time.timeIntervalSince1970))
    }

    @Test(arguments: sound)
    func `that are sound count`(name: String) throws {
        #expect(try refusal(name) == nil)
    }

    @Test func `that are not are refused for their own reasons`() throws {
        var refusals: [String: Verdict.Reason] = [:]
        for name in Self.unsound.keys { refusals[name] = try refusal(name) }
        #expect(refusals == Self.unsound)
    }

    @Test(arguments: [
        ("under_expiredca", "expiredca.crt", Verdict.Reason.anchorExpired), ("under_nobc", "ca_nobc.crt", .anchorNotCA),
        ("under_nokcs", "ca_nokcs.crt", .anchorNotCA), ("under_notca", "ca_notca.crt", .anchorNotCA),
        ("via_intermediate", "intermediate.crt", .unknownIssuer), ("good", "good.crt", .unknownIssuer),
    ])
    func `count for nothing under an anchor that is unsound`(name: String, anchor: String, reason: Verdict.Reason)
        throws
    {
        #expect(try refusal(name, anchor: anchor, crl: nil) == reason)
    }

    @Test(arguments: [
        ("crl_expired.pem", Verdict.Reason.expiredCRL), ("crl_future.pem", .expiredCRL),
        ("crl_forged.pem", .foreignCRL),
        ("crl_otherca.pem", .foreignCRL), ("crl_expiredca.pem", .foreignCRL), ("crl_lists_ca.pem", .revoked),
        ("crl_future_entry.pem", .revoked),
    ])
    func `count for nothing under a list that is unsound, or that lists them or their issuer`(
        crl: String, reason: Verdict.Reason
    ) throws {
        #expect(try refusal("good", crl: crl) == reason)
    }
}
