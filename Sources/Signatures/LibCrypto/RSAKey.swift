// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A public RSA key, ready to verify signatures of PKCS #1 v1.5 over digests of one kind (RFC 8017, 8.2.2).
///
/// Sendable by hand: nothing changes the prepared context after `init`; each verification works on its own copy, and the
/// key that they share counts its owners atomically and locks what it works out about itself.
final class RSAKey: @unchecked Sendable {
    private let prepared: OpaquePointer

    /// Takes a share in a key; nil when it is none of RSA, or when the kind of digest is forbidden on this system.
    init?(_ key: OpaquePointer, _ algorithm: DigestAlgorithm = .sha1) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, let context = EVP_PKEY_CTX_new(key, nil) else { return nil }
        guard EVP_PKEY_verify_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, algorithm.handle) == 1
        else {
            EVP_PKEY_CTX_free(context)
            return nil
        }
        prepared = context
    }

    deinit {
        EVP_PKEY_CTX_free(prepared)
    }

    /// Whether a signature is this key's, over bytes of this digest.
    func verifies(_ signature: UnsafeBufferPointer<UInt8>, of digest: [UInt8]) -> Bool {
        guard let context = EVP_PKEY_CTX_dup(prepared) else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        let isVerified =
            EVP_PKEY_verify(context, signature.baseAddress, signature.count, digest, digest.count) == 1
        if !isVerified { ERR_clear_error() }
        return isVerified
    }
}
