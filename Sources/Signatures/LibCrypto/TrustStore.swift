// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A trust anchor with its revocation list, to check certificates against; the only owner of its handle.
///
/// Sendable by hand: nothing changes the handle after `init`; each check works in a context of its own and reads the store
/// under the store's lock.
final class TrustStore: @unchecked Sendable {
    private let handle: OpaquePointer
    /// What certificates are issued by.
    let anchor: Certificate
    /// Its key, ready for the ways in which certificates are signed; empty when it is not RSA.
    let anchorKeys: [Int32: RSAKey]
    /// The instants at which a verdict may change by time alone, in seconds since 1970.
    let instants: [Int64]

    /// Takes a share in both; nil only without memory.
    init?(anchor: Certificate, revocations: RevocationList?) {
        guard let store = X509_STORE_new() else { return nil }
        handle = store
        self.anchor = anchor
        anchorKeys = DigestAlgorithm.ofIssuers.compactMapValues { algorithm in
            anchor.withHandle { X509_get0_pubkey($0).flatMap { RSAKey($0, algorithm) } }
        }
        instants = anchor.instants + (revocations?.instants ?? [])
        anchor.withHandle { _ = X509_STORE_add_cert(store, $0) }
        guard let revocations else { return }
        revocations.withHandle { _ = X509_STORE_add_crl(store, $0) }
        X509_STORE_set_flags(store, UInt(X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL))
    }

    deinit {
        X509_STORE_free(handle)
    }

    /// Why a certificate does not count at a time, in seconds since 1970; nil if it does (RFC 5280, 6, as libcrypto sees it).
    ///
    /// Nothing but the anchor itself is taken for an issuer.
    func refusal(of certificate: Certificate, at now: Int64) -> Verdict.Reason? {
        guard let context = X509_STORE_CTX_new() else { return .untrusted }
        defer {
            X509_STORE_CTX_free(context)
            ERR_clear_error()
        }
        return certificate.withHandle { leaf in
            guard X509_STORE_CTX_init(context, handle, leaf, nil) == 1 else { return .untrusted }
            let parameters = X509_STORE_CTX_get0_param(context)
            X509_VERIFY_PARAM_set_time(parameters, Int(now))
            // The bus has keys of 1,024 bits and certificates signed with SHA-1 and MD5; level 0 refuses none of them.
            X509_VERIFY_PARAM_set_auth_level(parameters, 0)
            if X509_verify_cert(context) == 1 { return nil }
            let isAboutLeaf = X509_STORE_CTX_get_error_depth(context) == 0
            return Verdict.Reason(verification: X509_STORE_CTX_get_error(context), isAboutLeaf: isAboutLeaf)
        }
    }
}

extension Verdict.Reason {
    /// What an error of `X509_verify_cert` means here.
    fileprivate init(verification error: Int32, isAboutLeaf: Bool) {
        self =
            switch error {
            case X509_V_ERR_CERT_HAS_EXPIRED: isAboutLeaf ? .expired : .anchorExpired
            case X509_V_ERR_CERT_NOT_YET_VALID: isAboutLeaf ? .notYetValid : .anchorExpired
            case X509_V_ERR_CERT_REVOKED: .revoked
            case X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION: .criticalExtension
            case X509_V_ERR_CERT_SIGNATURE_FAILURE: .forgedCertificate
            case X509_V_ERR_INVALID_CA, X509_V_ERR_KEYUSAGE_NO_CERTSIGN: .anchorNotCA
            case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT, X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY,
                X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE, X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT,
                X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
                .unknownIssuer
            case X509_V_ERR_CRL_HAS_EXPIRED, X509_V_ERR_CRL_NOT_YET_VALID: .expiredCRL
            case X509_V_ERR_UNABLE_TO_GET_CRL, X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER,
                X509_V_ERR_CRL_SIGNATURE_FAILURE, X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE,
                X509_V_ERR_KEYUSAGE_NO_CRL_SIGN, X509_V_ERR_DIFFERENT_CRL_SCOPE,
                X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION, X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
                .foreignCRL
            default: .untrusted
            }
    }
}
