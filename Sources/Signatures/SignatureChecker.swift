// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import JSONText
internal import Synchronization

/// Finds out whether messages were said by whom they say: fedmsg's x509 scheme and, where a keyring is configured, its gpg
/// scheme.
///
/// May be asked from any number of threads at once. What was found out about a certificate is remembered, so that a
/// message costs its canonical form and one RSA verification; the files are looked at once a second and read again when
/// they changed.
///
/// - Important: A check blocks its thread, for microseconds, or as long as gpg takes.
package final class SignatureChecker: Sendable {
    private struct State {
        var files: TrustFiles
        var cache = CertificateCache()
    }

    private let settings: SignatureSettings
    private let keyring: Keyring?
    private let now: @Sendable () -> Date
    private let state: Mutex<State>
    private let checkedChains = Atomic(0)

    /// Reads the files; what is wrong with them `checkFiles` tells, and every verdict.
    ///
    /// - Parameter now: the clock that certificates and revocation lists are held against.
    package init(_ settings: SignatureSettings, now: @escaping @Sendable () -> Date = { Date() }) {
        self.settings = settings
        self.now = now
        keyring = settings.gpgHome.map(Keyring.init)
        state = Mutex(State(files: TrustFiles(settings, now: now())))
    }

    /// Tells whether the files that are needed can be read now.
    ///
    /// - Throws: `SignatureError` with the file that cannot.
    package func checkFiles() throws(SignatureError) {
        guard settings.accepts(.x509) else { return }
        _ = try trust(at: now()).store.get()
    }

    /// How many certificates were held against the trust anchor so far; the others were known.
    package var chainChecks: Int { checkedChains.load(ordering: .relaxed) }

    /// Checks a message as it came.
    ///
    /// - Parameters:
    ///   - body: the envelope, JSON.
    ///   - topic: the topic frame, which must be the envelope's topic; nil where there was none.
    package func verdict(body: [UInt8], topic: [UInt8]? = nil) -> Verdict {
        guard let envelope = try? JSONText(validating: body) else { return .invalid(.notJSON) }
        return verdict(envelope, topic: topic)
    }

    /// Checks an envelope that has been read already.
    ///
    /// - Parameter topic: the topic frame, which must be the envelope's topic; nil where there was none.
    package func verdict(_ envelope: JSONText, topic: [UInt8]? = nil) -> Verdict {
        do throws(Verdict.Reason) {
            return .valid(signer: try signer(envelope, topic))
        } catch {
            return .invalid(error)
        }
    }

    private func signer(_ envelope: JSONText, _ frame: [UInt8]?) throws(Verdict.Reason) -> String {
        guard envelope.kind == .object else { throw .notEnvelope }
        let members = SignedMembers(envelope)
        if let frame, members.topic?.string?.utf8.elementsEqual(frame) != true { throw .topicMismatch }
        let scheme = try members.scheme()
        guard settings.accepts(scheme) else { throw .schemeNotAccepted }
        switch scheme {
        case .gpg:
            guard let keyring else { throw .noKeyring }
            return try keyring.signer(of: envelope["msg"], try members.signatureBytes())
        case .x509:
            let signer = try x509Signer(members)
            if let refusal = settings.refusal(of: signer, members) { throw refusal }
            return signer
        }
    }

    private func x509Signer(_ members: SignedMembers) throws(Verdict.Reason) -> String {
        let signature = try members.signatureBytes()
        let certificate = try trustedCertificate(members)
        guard let key = certificate.key else { throw .notRSA }
        let digest = members.signedBytes().withUnsafeBytes { DigestAlgorithm.sha1.digest($0) }
        guard signature.withUnsafeBufferPointer({ key.verifies($0, of: digest) }) else { throw .badSignature }
        guard let name = certificate.commonName else { throw .noCommonName }
        return name
    }

    private func trust(at now: Date) -> Trust {
        state.withLock { $0.files.trust(at: now) }
    }

    /// The certificate of an envelope, if it counts now.
    private func trustedCertificate(_ members: SignedMembers) throws(Verdict.Reason) -> Certificate {
        let text = CertificateText(try members.certificateSpelling())
        let now = now()
        let (trust, finding) = state.withLock { state in
            let trust = state.files.trust(at: now)
            return (trust, state.cache.finding(of: text, generation: trust.generation))
        }
        if let refusal = trust.refusal { throw refusal }
        let seconds = Int64(now.timeIntervalSince1970.rounded(.down))
        let known: KnownCertificate
        switch finding {
        case .success(let certificate): known = certificate
        case .failure(let reason): throw reason
        case nil: known = try readCertificate(members, text, trust, seconds)
        }
        if let refusal = refusal(of: known, trust, seconds) { throw refusal }
        return known.certificate
    }

    private func refusal(of known: KnownCertificate, _ trust: Trust, _ now: Int64) -> Verdict.Reason? {
        if let refusal = known.knownRefusal(under: trust, at: now) { return refusal }
        guard case .success(let store) = trust.store else { return trust.refusal }
        checkedChains.add(1, ordering: .relaxed)
        return known.checkedRefusal(under: trust, store, at: now)
    }

    /// A text that is not known yet, but may hold a certificate that is.
    private func readCertificate(
        _ members: SignedMembers, _ text: CertificateText, _ trust: Trust, _ now: Int64
    ) throws(Verdict.Reason) -> KnownCertificate {
        let der = try remembering(text) { () throws(Verdict.Reason) in try members.certificateData() }
        let known = state.withLock { $0.cache.certificate(der: der) }
        if known == nil, let refusal = try? trust.store.get().disowning(der: der) {
            state.withLock { $0.cache.remember(disowned: refusal, of: text, generation: trust.generation) }
            throw refusal
        }
        let found =
            if let known { known } else {
                try remembering(text) { () throws(Verdict.Reason) in try newCertificate(der, trust, now) }
            }
        state.withLock { $0.cache.remember(.success(found), of: text) }
        return found
    }

    /// Does work that a text alone decides; what it throws is remembered of the text.
    private func remembering<R>(_ text: CertificateText, _ work: () throws(Verdict.Reason) -> R)
        throws(Verdict.Reason) -> R
    {
        do throws(Verdict.Reason) {
            return try work()
        } catch {
            state.withLock { $0.cache.remember(.failure(error), of: text) }
            throw error
        }
    }

    private func newCertificate(_ der: [UInt8], _ trust: Trust, _ now: Int64) throws(Verdict.Reason)
        -> KnownCertificate
    {
        guard let certificate = Certificate(der: der) else { throw .unreadableCertificate }
        let known = KnownCertificate(certificate)
        let isTrusted = refusal(of: known, trust, now) == nil
        state.withLock { $0.cache.remember(known, der: der, isTrusted: isTrusted) }
        return known
    }
}

extension SignatureSettings {
    fileprivate func accepts(_ scheme: Scheme) -> Bool {
        schemes.isEmpty ? scheme == .x509 : schemes.contains(scheme)
    }

    fileprivate func refusal(of signer: String, _ members: SignedMembers) -> Verdict.Reason? {
        // No table of fedmsg can be asked for such; what is no text otherwise is a topic that no policy knows.
        if members.hasContainerAsTopic { return .topicNotAllowed }
        guard isNitpicky || !routingPolicy.isEmpty else { return nil }
        let topic = members.topic?.string.map { Array($0.utf8) }
        return routingPolicy.refusal(of: signer, topic: topic, isNitpicky: isNitpicky)
    }
}
