// SPDX-License-Identifier: Apache-2.0

/// What a check of a message's signature found.
package enum Verdict: Hashable, Sendable {
    /// Said by whom it says: the first common name of the certificate or, of a `gpg` signature, the key's fingerprint.
    case valid(signer: String)
    /// Not to be believed.
    case invalid(Reason)

    /// Why a message is not to be believed; the raw value is what is stored, counted and printed, and never changes.
    package enum Reason: String, Error, Hashable, Sendable, CaseIterable {
        // What came is no signed message.

        /// The body is not JSON, not UTF-8, or nested too deeply to be read.
        case notJSON = "not-json"
        /// The body is JSON, but no object.
        case notEnvelope = "not-an-envelope"
        /// The topic frame is not the topic in the body.
        case topicMismatch = "topic-mismatch"
        /// Neither a scheme, nor a certificate, nor a signature.
        case unsigned
        /// `crypto` names no scheme.
        case unknownScheme = "unknown-scheme"
        /// `crypto` names a scheme that is not among the accepted ones.
        case schemeNotAccepted = "scheme-not-accepted"
        /// There is no signature, or it is no text.
        case noSignature = "no-signature"
        /// There is no certificate, or it is no text.
        case noCertificate = "no-certificate"
        /// The signature or the certificate is not base64.
        case notBase64 = "not-base64"
        /// The certificate's text holds no certificate.
        case unreadableCertificate = "unreadable-certificate"

        // The certificate does not count.

        /// It was issued by somebody else than the trust anchor, or by itself.
        case unknownIssuer = "unknown-issuer"
        /// It names the trust anchor as its issuer, whose signature it does not bear.
        case forgedCertificate = "forged-certificate"
        /// It is past its time.
        case expired
        /// Its time has not come yet.
        case notYetValid = "not-yet-valid"
        /// It is on the revocation list.
        case revoked
        /// It holds a critical extension that nobody here understands.
        case criticalExtension = "critical-extension"
        /// Anything else that libcrypto finds wrong with it.
        case untrusted

        // Nobody's certificate counts, until the operator mends it.

        /// The file of the trust anchor cannot be read, or holds no certificate.
        case unreadableAnchor = "unreadable-anchor"
        /// The trust anchor is past its time, or its time has not come yet.
        case anchorExpired = "anchor-expired"
        /// The trust anchor may not issue certificates.
        case anchorNotCA = "anchor-not-ca"
        /// The file of the revocation list cannot be read, or holds none.
        case unreadableCRL = "unreadable-crl"
        /// The revocation list is past its time, or its time has not come yet.
        case expiredCRL = "expired-crl"
        /// The revocation list is another issuer's, or does not bear the trust anchor's signature.
        case foreignCRL = "foreign-crl"

        // The certificate counts, the message does not.

        /// The certificate's key is not RSA.
        case notRSA = "not-rsa"
        /// The signature is of another message, or by another key.
        case badSignature = "bad-signature"
        /// The certificate has no common name.
        case noCommonName = "no-common-name"
        /// The routing policy does not let this signer speak under this topic.
        case signerNotAllowed = "signer-not-allowed"
        /// The routing policy does not know the topic, and is nitpicky.
        case topicNotAllowed = "topic-not-allowed"
        /// `gpg` is an accepted scheme, but no keyring is configured, or the program cannot be run.
        case noKeyring = "no-keyring"
    }

    /// Whether the message is to be believed.
    package var isValid: Bool {
        if case .valid = self { true } else { false }
    }

    /// Why it is not to be believed; nil if it is.
    package var reason: Reason? {
        if case .invalid(let reason) = self { reason } else { nil }
    }
}
