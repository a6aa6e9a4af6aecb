// SPDX-License-Identifier: Apache-2.0

import CLibCrypto

/// RSA verification and nothing else, by libcrypto: the limit.
final class PlainKey {
    private let context: OpaquePointer

    /// The key of a certificate (PEM).
    init(pem: [UInt8]) throws {
        let certificate = pem.withUnsafeBytes { bytes in
            let bio = BIO_new_mem_buf(bytes.baseAddress, Int32(bytes.count))
            defer { BIO_free(bio) }
            return PEM_read_bio_X509(bio, nil, nil, nil)
        }
        defer { X509_free(certificate) }
        guard let key = X509_get0_pubkey(certificate), let context = EVP_PKEY_CTX_new(key, nil),
            EVP_PKEY_verify_init(context) == 1, EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_PADDING) == 1,
            EVP_PKEY_CTX_set_signature_md(context, EVP_sha1()) == 1
        else { throw Unreadable() }
        self.context = context
    }

    deinit { EVP_PKEY_CTX_free(context) }

    func verifies(_ signature: [UInt8], _ digest: [UInt8]) -> Bool {
        EVP_PKEY_verify(context, signature, signature.count, digest, digest.count) == 1
    }

    static func sha1(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { output, count in
            EVP_Digest(bytes, bytes.count, output.baseAddress, nil, EVP_sha1(), nil)
            count = 20
        }
    }

    struct Unreadable: Error {}
}
