// SPDX-License-Identifier: Apache-2.0

/// The certificates that messages came with lately.
///
/// Bounded, and so that bad ones cannot drive out the good: what the trust anchor vouches for has a place of its own, which
/// only the trust anchor's friends can fill.
struct CertificateCache {
    /// A certificate, or why a text is none.
    typealias Finding = Result<KnownCertificate, Verdict.Reason>

    /// Spellings are longer than this only to do harm; in bytes. A certificate of RSA-4096 has 2,300.
    private static let longestText = 16 << 10

    private var texts = RecentlyUsed<CertificateText, Finding>(limit: 1_000)
    private var disowned = RecentlyUsed<CertificateText, (generation: Int, reason: Verdict.Reason)>(limit: 1_000)
    private var trusted = RecentlyUsed<[UInt8], KnownCertificate>(limit: 10_000)
    private var refused = RecentlyUsed<[UInt8], KnownCertificate>(limit: 1_000)

    /// What is known of a text under one reading of the files.
    mutating func finding(of text: CertificateText, generation: Int) -> Finding? {
        if let finding = texts.value(for: text) { return finding }
        guard let known = disowned.value(for: text), known.generation == generation else { return nil }
        return .failure(known.reason)
    }

    /// What is known of a certificate, however it was spelled.
    mutating func certificate(der: [UInt8]) -> KnownCertificate? {
        trusted.value(for: der) ?? refused.value(for: der)
    }

    /// Remembers what a text was found to be.
    mutating func remember(_ finding: Finding, of text: CertificateText) {
        if text.count <= Self.longestText { texts.insert(finding, for: text.owned) }
    }

    /// Remembers that the trust anchor of one reading of the files did not issue what a text holds.
    mutating func remember(disowned reason: Verdict.Reason, of text: CertificateText, generation: Int) {
        if text.count <= Self.longestText { disowned.insert((generation, reason), for: text.owned) }
    }

    /// Remembers a certificate.
    mutating func remember(_ certificate: KnownCertificate, der: [UInt8], isTrusted: Bool) {
        guard der.count <= Self.longestText else { return }
        if isTrusted {
            trusted.insert(certificate, for: der)
        } else {
            refused.insert(certificate, for: der)
        }
    }
}
