// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// A way of making digests, looked up once: each look-up takes a lock that all cores share.
///
/// Sendable by hand: libcrypto's algorithms do not change, and are counted atomically. Each lives as long as the process.
struct DigestAlgorithm: @unchecked Sendable {
    /// libcrypto's own.
    let handle: OpaquePointer

    /// SHA-1 (FIPS 180-4), because fedmsg signs with it.
    static let sha1 = DigestAlgorithm(named: "SHA1")

    /// What issuers sign certificates with, by the numbers that libcrypto gives to each with RSA (PKCS #1 v1.5).
    static let ofIssuers: [Int32: DigestAlgorithm] = [
        NID_md5WithRSAEncryption: DigestAlgorithm(named: "MD5"), NID_sha1WithRSAEncryption: sha1,
        NID_sha256WithRSAEncryption: DigestAlgorithm(named: "SHA256"),
        NID_sha384WithRSAEncryption: DigestAlgorithm(named: "SHA384"),
        NID_sha512WithRSAEncryption: DigestAlgorithm(named: "SHA512"),
    ]

    private init(named name: String) {
        guard let handle = EVP_MD_fetch(nil, name, nil) else { preconditionFailure("libcrypto offers no \(name)") }
        self.handle = handle
    }

    /// The digest of bytes.
    func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(EVP_MAX_MD_SIZE)) { output, count in
            var length: UInt32 = 0
            let done = EVP_Digest(bytes.baseAddress, bytes.count, output.baseAddress, &length, handle, nil)
            precondition(done == 1, "libcrypto could not make a digest")
            count = Int(length)
        }
    }
}
