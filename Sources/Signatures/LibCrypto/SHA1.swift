// SPDX-License-Identifier: Apache-2.0

internal import CLibCrypto

/// SHA-1 (FIPS 180-4), because fedmsg signs with it.
enum SHA1 {
    /// The algorithm, looked up once; it lives as long as the process. Immutable, and counted atomically.
    nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA1", nil)

    /// The digest, 20 bytes.
    static func digest(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 20) { output, count in
            var length: UInt32 = 0
            let done = EVP_Digest(bytes, bytes.count, output.baseAddress, &length, algorithm, nil)
            precondition(done == 1 && length == 20, "libcrypto offers no SHA-1")
            count = 20
        }
    }
}
