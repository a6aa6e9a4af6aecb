// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A private RSA key, which signs with PKCS #1 v1.5 over SHA-1 digests (RFC 8017, 8.2.1), as fedmsg does.
///
/// Sendable by hand: nothing changes the prepared context after `init`; each signature is made with a copy of it.
final class PrivateRSAKey: @unchecked Sendable {
    private let prepared: OpaquePointer

    /// The key in a PEM text; nil when there is none without a pass phrase, or none of RSA.
    init?(pem: [UInt8]) {
        guard let key = Self.key(in: pem) else { return nil }
        defer { EVP_PKEY_free(key) }
        guard EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA, let context = EVP_PKEY_CTX_new(key, nil) else { return nil }
        guard EVP_PKEY_sign_init(context) == 1,
            EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, DigestAlgorithm.sha1.handle) == 1
        else {
            EVP_PKEY_CTX_free(context)
            return nil
        }
        prepared = context
    }

    deinit {
        EVP_PKEY_CTX_free(prepared)
    }

    /// The signature over bytes; nil when libcrypto refuses, as with a key of few bits.
    func signature(over bytes: [UInt8]) -> [UInt8]? {
        let digest = bytes.withUnsafeBytes { DigestAlgorithm.sha1.digest($0) }
        guard let context = EVP_PKEY_CTX_dup(prepared) else { return nil }
        defer { EVP_PKEY_CTX_free(context) }
        var length = 0
        guard EVP_PKEY_sign(context, nil, &length, digest, digest.count) == 1 else { return nil }
        var signature = [UInt8](repeating: 0, count: length)
        guard EVP_PKEY_sign(context, &signature, &length, digest, digest.count) == 1 else {
            ERR_clear_error()
            return nil
        }
        return Array(signature.prefix(length))
    }

    private static func key(in pem: [UInt8]) -> OpaquePointer? {
        guard let length = Int32(exactly: pem.count) else { return nil }
        return pem.withUnsafeBytes { buffer in
            guard let bio = BIO_new_mem_buf(buffer.baseAddress, length) else { return nil }
            defer { BIO_free(bio) }
            // A pass phrase, which by default would be asked for at the terminal, there is none.
            let key = PEM_read_bio_PrivateKey(bio, nil, { _, _, _, _ in -1 }, nil)
            if key == nil { ERR_clear_error() }
            return key
        }
    }
}
