// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A public RSA key, ready to verify signatures of PKCS #1 v1.5 over SHA-1 (RFC 8017, 8.2.2).
///
/// Sendable by hand: nothing changes the prepared context after `init`; each verification works on its own copy, and the
/// key that they share counts its owners atomically and locks what it works out about itself.
final class RSAKey: @unchecked Sendable {
    private let prepared: OpaquePointer

    /// Takes a share in a key; nil when it is none of RSA.
    init?(_ key: OpaquePointer) {
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, let context = EVP_PKEY_CTX_new(key, nil) else { return nil }
        guard EVP_PKEY_verify_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, EVP_sha1()) == 1
        else {
            EVP_PKEY_CTX_free(context)
            return nil
        }
        prepared = context
    }

    deinit {
        EVP_PKEY_CTX_free(prepared)
    }

    /// Whether a signature is this key's, over bytes of this SHA-1 digest.
    func verifies(_ signature: [UInt8], ofSHA1 digest: [UInt8]) -> Bool {
        guard let context = EVP_PKEY_CTX_dup(prepared) else { return false }
        defer { EVP_PKEY_CTX_free(context) }
        let isVerified = EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
        if !isVerified { ERR_clear_error() }
        return isVerified
    }
}
